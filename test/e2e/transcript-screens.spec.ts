import { expect, test } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

test('a lead saves a transcript with the keyboard alone, and is told its number', async ({ page }) => {
  await openAs(page, double, ['lead'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await page.getByRole('listbox', { name: 'Conversations' }).focus();
  await page.keyboard.press('w');
  const menu = page.getByRole('menu', { name: 'Save transcript' });
  await expect(menu).toBeVisible();
  // An open menu is no landmark's, as menus are.
  expect((await findings(page)).filter((finding) => !/^(light|dark), region:/.test(finding))).toEqual([]);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: test.info().outputPath(`menu-${colorScheme}.png`) });
  }
  await menu.getByRole('menuitem', { name: 'Web page' }).press('Enter');
  await expect(page.getByText('Transcript 5e1f0c3a saved. The audit log lists it.')).toBeVisible();
  await expect.poll(() => callsOf(page, 'conversation.save-transcript')).toMatchObject([{ format: 'html' }]);
  expect(Object.keys((await callsOf(page, 'conversation.save-transcript'))[0] as object)).toEqual(['id', 'format']);
  await page.screenshot({ path: test.info().outputPath('saved.png') });
  await expect.poll(() => sideways(page)).toBe(0);
});

test('whoever may not is offered nothing, and the key does nothing', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save transcript' })).toHaveCount(0);
  await page.getByRole('listbox', { name: 'Conversations' }).focus();
  await page.keyboard.press('w');
  expect(await callsOf(page, 'conversation.save-transcript')).toEqual([]);
});

test('what went wrong is said in a sentence, and a changed mind in none', async ({ page }) => {
  await openAs(page, double, ['lead'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  for (const [saved, sentence] of [
    [{ kind: 'not-written', why: 'no-room' }, 'There is no room there.'],
    [{ kind: 'too-long' }, 'too long for one file'],
    [{ kind: 'cancelled' }, null],
  ] as const) {
    await page.evaluate((saved) => window.sealdeskDouble.answer('conversation.save-transcript', () => saved), saved);
    await page.getByRole('button', { name: 'Save transcript' }).click();
    await page.getByRole('menuitem', { name: 'Text' }).click();
    if (sentence === null) await expect(page.getByRole('button', { name: 'Dismiss' })).toHaveCount(0);
    else {
      await expect(page.getByText(sentence)).toBeVisible();
      await page.locator('.toast').getByRole('button', { name: 'Dismiss' }).click();
    }
  }
});

test('how far a customer is known stands beside the name, and is explained on a press', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await page.getByRole('button', { name: 'Contact confirmed' }).click();
  await expect(page.getByRole('dialog', { name: 'Contact confirmed' })).toContainText('does not show who is sitting there');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('contact.png') });
  await page.keyboard.press('Escape');
  await page.getByRole('option', { name: /Ingrid Åström/ }).click();
  await page.getByRole('button', { name: 'Not verified' }).click();
  await expect(page.getByRole('dialog', { name: 'Not verified' })).toContainText('anybody can have written this');
  await expect.poll(() => sideways(page)).toBe(0);
});
