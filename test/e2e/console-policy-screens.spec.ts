import { expect, test } from '@playwright/test';
import { callsOf, findings, sideways } from '../doubles/page-of-screens.ts';
import { goTo, leastRoom, openConsole } from './console-walks.ts';

test('who sees what of a customer is chosen role by role', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  const panel = page.getByRole('region', { name: 'Who sees what of a customer' });
  await panel.getByRole('combobox', { name: 'Role' }).selectOption('Finance');
  await panel.getByRole('combobox', { name: 'Phone number' }).selectOption('Masked from: Contact confirmed, whole from: Identity confirmed');
  await expect(panel.getByText('Was Masked.')).toBeVisible();
  await panel.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('panel-fields.png') });
  await page.getByRole('button', { name: /Sign and send/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([{ fields: { finance: { phone: { masked: 'contact', shown: 'identity' } } } }]);
  await page.setViewportSize(leastRoom);
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
});

test('who sees what was hidden, and what the company’s own formats are, is typed into the policy', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  const kinds = page.getByRole('region', { name: 'Who sees what was hidden' });
  await kinds.getByRole('combobox', { name: 'Kind of data' }).selectOption('Postal address');
  await kinds.getByRole('combobox', { name: 'The customer must be known' }).selectOption('From: Contact confirmed');
  await kinds.getByRole('combobox', { name: 'Files with it in them' }).selectOption('To nobody');
  await kinds.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('kind-fields.png') });
  const formats = page.getByRole('region', { name: 'The company’s own formats' });
  await formats.getByRole('button', { name: 'Add a format' }).click();
  const format = formats.getByRole('group');
  await format.getByRole('textbox', { name: 'Name' }).fill('Customer number');
  await format.getByRole('textbox', { name: 'Pattern' }).fill('NL-[0-9]{6}');
  await format.getByRole('combobox', { name: 'What becomes of it' }).selectOption('Hidden, last 2 readable');
  await format.getByRole('textbox', { name: 'Has this format' }).fill('NL-12');
  await format.getByRole('textbox', { name: 'Does not have it' }).fill('NL-1\nXX-123456');
  await expect(format.getByText('This is no pattern, it matches where there is nothing, or the examples say otherwise.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Sign and send/ })).toBeDisabled();
  await format.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('pattern-fields.png') });
  await format.getByRole('textbox', { name: 'Has this format' }).fill('NL-123456');
  await page.getByRole('button', { name: /Sign and send/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([
    {
      reveal: { verification: { address: 'contact' } }, release: { never: ['address'] },
      redaction: { patterns: [{ name: 'Customer number', kind: 'find', pattern: 'NL-[0-9]{6}', ignoreCase: false, treatment: { action: 'mask', first: 0, last: 2 }, matches: ['NL-123456'], matchesNot: ['NL-1', 'XX-123456'] }] },
    },
  ]);
  await formats.getByRole('button', { name: 'Remove Customer number' }).click();
  await expect(formats.getByText('Will be removed.')).toBeVisible();
  await formats.getByRole('button', { name: /customer number/i }).click();
  await expect(formats.getByRole('group', { name: 'Customer number' })).toBeVisible();
  await page.setViewportSize(leastRoom);
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
  await formats.scrollIntoViewIfNeeded();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('pattern-fields-200.png') });
});

test('what mistakes have taught is taken into the draft and sent with it, or discarded', async ({ page }) => {
  await openConsole(page);
  await page.evaluate(() => {
    window.sealdeskDouble.world.company.suggestions = [
      { type: 'card', pattern: String.raw`\b\d{3}\-\d{7}\-\d{7}\b`, example: '123-1234567-1234567', times: 3 },
      { type: 'password', pattern: String.raw`\b[A-Z][a-z]{5}\-\d{4}\-\d{2}\b`, example: 'Abcdef-1234-12', times: 1 },
    ];
  });
  await goTo(page, 'p', 'Policy');
  const learned = page.getByRole('region', { name: 'Learned from mistakes' });
  await expect(learned.getByText('123-1234567-1234567')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('suggestions.png') });
  await learned.getByRole('button', { name: 'Leave it alone' }).first().click();
  await expect(learned.getByText('Will be left alone.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('suggestion-taken.png') });
  await learned.getByRole('button', { name: 'Discard' }).click();
  await expect(learned.getByText('Abcdef-1234-12')).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.policy.discard')).toMatchObject([{ type: 'password' }]);
  await page.getByRole('button', { name: /Sign and send/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([{ redaction: { patterns: [{ kind: 'leave', matches: ['123-1234567-1234567'] }] } }]);
  await page.setViewportSize(leastRoom);
  await expect.poll(() => sideways(page)).toBeLessThanOrEqual(0);
});

test('the policy leads to each of its parts', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  await page.getByRole('button', { name: 'Go to a part' }).click();
  await page.getByRole('menuitem', { name: 'Who sees what of a customer' }).click();
  await expect(page.getByRole('region', { name: 'Who sees what of a customer' }).getByRole('combobox', { name: 'Role' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Who sees what of a customer' })).toBeInViewport();
});

test('a policy is sent only after whom it affects was shown, and only what changed is marked', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  const send = page.getByRole('button', { name: 'Sign and send policy to 8 laptops' });
  await expect(send).toBeDisabled();
  await page.getByLabel('Disk is encrypted, when it cannot be checked').selectOption('refuse');
  await expect(page.getByText('1 change', { exact: true })).toBeVisible();
  await expect(page.getByText('Was Warn.')).toHaveCount(1);
  const affected = page.getByRole('complementary', { name: 'Whom it affects' });
  await expect(affected).toContainText('1 laptop would be refused');
  await expect(affected).toContainText('nl-laptop-004 of Ayşe Demir');
  await send.click();
  const question = page.getByRole('dialog', { name: '1 laptop would not open any more' });
  await expect(question).toContainText('nl-laptop-004 of Ayşe Demir');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('lock-out.png') });
  await page.keyboard.press('Escape');
  expect(await callsOf(page, 'console.policy.set')).toEqual([]);
  await send.click();
  await question.getByRole('button', { name: 'Sign and send all the same' }).click();
  await expect(page.getByText('Version 8 is signed.')).toBeVisible();
  await expect(question).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.policy.set')).toEqual([expect.objectContaining({ version: 7 })]);
});

test('a change of what is hidden says what it would have hidden of messages that came before', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  await page.getByLabel('Postal address', { exact: true }).selectOption('keep');
  const affected = page.getByRole('complementary', { name: 'Whom it affects' });
  await expect(affected).toContainText('In the newest 500 messages of customers');
  await expect(affected).toContainText('Postal address: 0 hidden instead of 38');
  await page.screenshot({ path: test.info().outputPath('redaction-policy.png') });
  await page.getByRole('button', { name: 'Sign and send policy to 8 laptops' }).click();
  await expect(page.getByText('Version 8 is signed.')).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toEqual([expect.objectContaining({ redaction: expect.objectContaining({ types: expect.objectContaining({ address: { action: 'keep' }, card: { action: 'destroy' } }) }) })]);
});

test('a policy that somebody else has sent meanwhile is said, and taken without losing what was typed', async ({ page }) => {
  await openConsole(page);
  await goTo(page, 'p', 'Policy');
  await page.getByRole('textbox', { name: 'Works without the hub for' }).fill('24');
  await page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    world.company.policy = { ...world.company.policy, version: 8, attemptLimit: 20 };
    emit('console.changed', null);
  });
  await expect(page.getByText('Version 8 was sent meanwhile by somebody else.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Sign and send/ })).toBeDisabled();
  await page.getByRole('button', { name: 'Load it and keep my changes' }).click();
  await expect(page.getByRole('textbox', { name: 'Wrong tries allowed' })).toHaveValue('20');
  await expect(page.getByRole('textbox', { name: 'Works without the hub for' })).toHaveValue('24');
  // What was typed is still there after a look elsewhere.
  await page.locator('h1').click();
  await goTo(page, 'd', 'Devices');
  await goTo(page, 'p', 'Policy');
  await expect(page.getByRole('textbox', { name: 'Works without the hub for' })).toHaveValue('24');
  await page.getByRole('button', { name: /^Sign and send/ }).click();
  await expect(page.getByText('Version 9 is signed.')).toBeVisible();
});
