import { expect, type Locator, type Page, test } from '@playwright/test';
import { callsOf, enter, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { addressIn, bundledDouble, serveRenderer } from '../doubles/renderer-page.ts';

/** What an agent meets in a day, from the first conversation to the last, and in the smallest window too. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const list = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
const row = (page: Page, name: RegExp) => page.getByRole('option', { name }).first();
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const shot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
const small = { width: 900, height: 600 } as const;
const smallest = { width: 450, height: 300 } as const;

test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }));

test.describe('a reply that did not go out', () => {
  test('is brought into one’s own draft by a press, once, above what was begun; nobody is sent anything', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await row(page, /bergfex_lena/).click();
    const take = page.getByRole('button', { name: 'Use as my draft' });
    await reply(page).fill('Hello Lena!');
    expect(await findings(page)).toEqual([]);
    await shot(page, 'failed');
    await take.click();
    await expect(reply(page)).toBeFocused();
    const both = 'The discount is taken off in the basket. You should see it before you pay!\n\nHello Lena!';
    await expect(reply(page)).toHaveValue(both);
    // What has been done is not asked for again; what was thrown away is.
    await expect(take).toHaveCount(0);
    await expect(page.getByText('In your draft.')).toBeVisible();
    await reply(page).fill('');
    await take.click();
    await expect(reply(page)).toHaveValue(both.slice(0, both.indexOf('\n')));
    await reply(page).fill(both);
    // Kept as every draft is, and sent as every reply is: by whom it is now, and not before.
    await expect.poll(async () => (await callsOf(page, 'conversation.draft')).at(-1)).toMatchObject({ kind: 'reply', text: both });
    expect(await callsOf(page, 'conversation.reply')).toEqual([]);
    await page.setViewportSize(smallest);
    await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
    await shot(page, 'failed-smallest');
    await page.setViewportSize({ width: 1280, height: 800 });
    await reply(page).press('Control+Enter');
    await expect(page.getByText('Sent again below.')).toBeVisible();
    await expect(take).toHaveCount(0);
  });

  test('says that its files are not brought along', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await page.evaluate(() => {
      const [stored] = window.sealdeskDouble.world.conversations.filter(({ row: { customerName } }) => customerName === 'bergfex_lena');
      stored?.messages.at(-1)?.attachments.push({ name: 'basket.png', mediaType: 'image/png', size: 9_000, contents: { state: 'not-kept' } });
    });
    await row(page, /bergfex_lena/).click();
    await page.getByRole('button', { name: 'Use as my draft' }).click();
    await expect(page.getByText('Its text is in your draft. Its files are not: add those that are still to go.')).toBeVisible();
  });

  test('is nothing to bring where nothing can be answered, or by somebody who only looks in', async ({ page }) => {
    await openAs(page, double, ['lead'], 'Open');
    await row(page, /bergfex_lena/).click();
    await expect(page.getByRole('button', { name: 'Use as my draft' })).toBeVisible();
    await page.getByRole('heading', { name: 'bergfex_lena' }).click();
    await page.keyboard.press('o');
    await expect(reply(page)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Use as my draft' })).toHaveCount(0);
  });
});

test('what is said below a reply has a line of its own where it would be a column of single words', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  await page.setViewportSize(small);
  await serveRenderer(page, double, 'de');
  await page.goto(addressIn('de'));
  await enter(page, 'locked');
  await enter(page, 'unlocked', { roles: ['agent'] });
  await row(page, /Müller-Größmann/).click();
  const composer = page.locator('.composer');
  await page.locator('textarea.composer-text').fill('Gern.');
  const before = await composer.boundingBox();
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.composer-state')).toContainText('Strg+Z nimmt die Antwort zurück.');
  await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'offline' }));
  await expect(page.locator('.composer-state')).toContainText('Liegt hier verschlüsselt');
  await shot(page, 'said');
  const [said, after] = await Promise.all([page.locator('.composer-state').boundingBox(), composer.boundingBox()]);
  expect(said?.width).toBeGreaterThan(300);
  // At most two lines more than before.
  expect(after?.height).toBeLessThan((before?.height ?? 0) + 48);
});

/** The toast after a reply was sent and taken back at once. */
async function takenBack(page: Page): Promise<Locator> {
  await reply(page).fill('It is on its way.');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+z');
  const toast = page.locator('.toast').filter({ hasText: 'Taken back.' });
  await expect(toast).toBeVisible();
  return toast;
}

test('a toast stands over no control of the conversation, whatever the size', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  await row(page, /Müller-Größmann/).click();
  for (const size of [{ width: 1280, height: 800 }, small]) {
    await page.setViewportSize(size);
    const toast = await takenBack(page);
    await shot(page, `toast-${size.width}`);
    await expect.poll(async () => {
      const [over, pane] = await Promise.all([toast.boundingBox(), page.locator('.conversation-pane').boundingBox()]);
      return over !== null && pane !== null && over.x > 0 && over.x + over.width <= pane.x;
    }).toBe(true);
  }
});

test('where there is one pane at a time, a toast does not lie over what one writes with', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  await row(page, /Müller-Größmann/).click();
  for (const size of [{ width: 700, height: 600 }, smallest]) {
    await page.setViewportSize(size);
    const toast = await takenBack(page);
    await shot(page, `toast-one-pane-${size.width}`);
    await expect.poll(async () => {
      const [over, field] = await Promise.all([toast.boundingBox(), reply(page).boundingBox()]);
      return over !== null && field !== null && over.x >= 0 && over.x + over.width <= size.width && (over.y + over.height <= field.y || over.y >= field.y + field.height);
    }).toBe(true);
  }
});

test('the name of the customer is not cut off for what stands beside it', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  for (const size of [{ width: 1280, height: 800 }, small]) {
    await page.setViewportSize(size);
    for (const name of ['Friederike Müller-Größmann', 'Account Services', 'Oyelaran Adébáyọ̀'] as const) {
      await row(page, new RegExp(name.slice(0, 7), 'u')).click();
      const heading = page.getByRole('heading', { name, level: 2 });
      await expect(heading).toBeVisible();
      await shot(page, `head-${size.width}-${name.slice(0, 4)}`);
      const mark = page.locator('.conversation-about .verification-words');
      expect(await mark.evaluate((element) => element.scrollWidth - element.clientWidth), `the mark beside ${name}`).toBeLessThanOrEqual(0);
      expect(await heading.evaluate((element) => element.scrollWidth - element.clientWidth), `${name} at ${size.width}`).toBeLessThanOrEqual(0);
      // The bar is as high as the one beside it.
      const [head, search] = await Promise.all([page.locator('.conversation-head').boundingBox(), page.locator('.list-search').boundingBox()]);
      expect(head?.height).toBe(search?.height);
    }
  }
});

test('what the customer wrote is to be read beside the tags of a row', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open');
  for (const size of [{ width: 1280, height: 800 }, small]) {
    await page.setViewportSize(size);
    await shot(page, `rows-${size.width}`);
    await expect.poll(async () => (await row(page, /Müller-Größmann/).locator('.row-preview').boundingBox())?.width ?? 0, String(size.width)).toBeGreaterThan(80);
    const [whole, marks] = await Promise.all([list(page).boundingBox(), row(page, /Müller-Größmann/).locator('.row-marks').boundingBox()]);
    expect((marks?.x ?? 0) + (marks?.width ?? 0)).toBeLessThanOrEqual((whole?.x ?? 0) + (whole?.width ?? 0));
  }
});

test.describe('several that are chosen', () => {
  test('are resolved by the key, not the one that happens to be open; and it can be taken back', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await row(page, /Oyelaran/).click();
    await list(page).focus();
    for (const key of ['x', 'Shift+J', 'Shift+J']) await page.keyboard.press(key);
    await expect(page.getByText('3 chosen')).toBeVisible();
    const ids = await page.evaluate(() => ['Oyelaran Adébáyọ̀', 'Account Services', 'Ingrid Åström'].map((name) => window.sealdeskDouble.world.conversations.find(({ row: { customerName } }) => customerName === name)?.row.id));
    await page.keyboard.press('e');
    await expect.poll(() => callsOf(page, 'inbox.change')).toEqual([{ ids: expect.arrayContaining(ids), change: { do: 'status', status: 'resolved' } }]);
    expect(await callsOf(page, 'conversation.status')).toEqual([]);
    await expect(page.getByText('3 conversations changed')).toBeVisible();
    await expect(row(page, /Oyelaran/)).toHaveCount(0);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await callsOf(page, 'inbox.change')).at(-1)).toEqual({ ids: expect.arrayContaining(ids), change: { do: 'status', status: 'open' } });
    await expect(row(page, /Oyelaran/)).toBeVisible();
  });

  test('are no longer those that have left the list', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await row(page, /Oyelaran/).click();
    await list(page).focus();
    for (const key of ['x', 'Shift+J', 'Shift+J']) await page.keyboard.press(key);
    await expect(page.getByText('3 chosen')).toBeVisible();
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await expect(page.getByText('2 chosen')).toBeVisible();
  });

  test('are counted in the smallest list without a word over the buttons', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await page.setViewportSize(small);
    await row(page, /Oyelaran/).click();
    await list(page).focus();
    for (const key of ['x', 'Shift+J']) await page.keyboard.press(key);
    const bar = page.getByRole('region', { name: 'Chosen conversations' });
    await expect(bar.getByRole('status')).toHaveText(/2 chosen/);
    await shot(page, 'chosen-small');
    await expect.poll(async () => {
      const [number, first] = await Promise.all([bar.locator('.selection-number').boundingBox(), bar.getByRole('button').first().boundingBox()]);
      return number !== null && first !== null && number.x + number.width <= first.x && number.height < first.height;
    }).toBe(true);
  });
});

test.describe('where one begins to type', () => {
  test('is whom a new conversation is with, and to whom something is forwarded', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await row(page, /Müller-Größmann/).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await expect(page.getByRole('combobox', { name: 'Customer' })).toBeFocused();
    await shot(page, 'begin');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Shift+W');
    await expect(page.getByRole('dialog').getByRole('textbox', { name: 'To' })).toBeFocused();
  });
});

test.describe('commands', () => {
  test('that the role may not use are neither in the palette nor among the keys', async ({ page }) => {
    await openAs(page, double, ['agent'], 'Open');
    await row(page, /Müller-Größmann/).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    const options = page.getByRole('dialog').getByRole('option');
    // What can be done to the open conversation, before the views that one may go to.
    await expect(options.first()).toHaveText(/^Reply/);
    await page.keyboard.type('transcript');
    await expect(options.filter({ hasText: 'Save a transcript' })).toHaveCount(0);
    const stood = await page.getByRole('combobox').boundingBox();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('qqzz');
    await expect(page.getByText('Nothing fits “qqzz”')).toBeVisible();
    const [field, nothing] = await Promise.all([page.getByRole('combobox').boundingBox(), page.getByText('Nothing fits “qqzz”').boundingBox()]);
    expect(field?.y).toBe(stood?.y);
    expect((nothing?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0)).toBeLessThan(40);
    await shot(page, 'nothing');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help.getByText('Hand over, with a note')).toBeVisible();
    await expect(help.getByText('Save a transcript')).toHaveCount(0);
    await expect(help.getByText('Look in with whoever has it')).toHaveCount(0);
  });

  test('that a lead may use are in both', async ({ page }) => {
    await openAs(page, double, ['lead'], 'Open');
    await row(page, /Müller-Größmann/).click();
    await page.keyboard.press('Escape');
    await inOneGo(page, '?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(help.getByText('Save a transcript')).toBeVisible();
    await expect(help.getByText('Look in with whoever has it')).toBeVisible();
  });
});
