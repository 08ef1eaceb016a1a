import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const list = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
const row = (page: Page, name: RegExp) => page.getByRole('option', { name });
const shot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
/** An open menu is no landmark's, as menus are. */
const rules = async (page: Page) => (await findings(page)).filter((finding) => !/^(light|dark), region:/.test(finding));

async function open(page: Page): Promise<{ readonly violations: string[] }> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const served = await openAs(page, double, ['lead'], 'Open');
  await row(page, /Müller-Größmann/).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await list(page).focus();
  return served;
}

test('beside the customer the first tag can be read and the others are counted; all are what the button is called', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page);
  const button = page.getByRole('button', { name: /^Tags: / });
  const more = button.locator('.tags-more');
  const first = button.locator('.tag-words').first();
  await expect(button.locator('.tag-chip')).toHaveCount(3);
  await expect(more).toBeHidden();
  await page.getByRole('button', { name: 'Customer', exact: true }).click();
  await expect(page.getByRole('complementary', { name: 'Customer' })).toBeVisible();
  await expect(more).toHaveText('+2');
  await expect(more).toBeVisible();
  // Of three that share this room a letter or two is left.
  expect(await first.evaluate(({ clientWidth }) => clientWidth)).toBeGreaterThan(48);
  await expect(button).toHaveAccessibleName(/Wrong.*, .*, /);
  await shot(page, 'tags-beside-customer');
});

test('snooze, priority and tags: each menu opens with its key, changes what it says, and stands the accessibility rules', async ({ page }) => {
  const served = await open(page);
  expect(await rules(page), 'the row below the head').toEqual([]);
  await shot(page, 'open');

  await page.keyboard.press('s');
  const snooze = page.getByRole('menu', { name: 'Snooze' });
  await expect(snooze.getByRole('menuitem', { name: /^Tomorrow morning/ })).toBeVisible();
  expect(await rules(page), 'snooze').toEqual([]);
  await shot(page, 'snooze');
  await snooze.getByRole('menuitem', { name: 'Pick a date and time' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Snooze until' });
  await dialog.getByLabel('Date and time').fill('2020-01-01T09:00');
  await dialog.getByRole('button', { name: 'Snooze' }).click();
  await expect(dialog.getByText('Choose a time that is still to come.')).toBeVisible();
  expect(await rules(page), 'a date and time').toEqual([]);
  await shot(page, 'snooze-pick');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await page.keyboard.press('p');
  await expect(page.getByRole('menu', { name: 'Priority' })).toBeVisible();
  expect(await rules(page), 'priority').toEqual([]);
  await shot(page, 'priority');
  await page.getByRole('menuitemradio', { name: 'Urgent' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Priority: Urgent' })).toBeVisible();

  await page.keyboard.press('t');
  const tags = page.getByRole('dialog', { name: 'Tags' });
  await expect(tags.getByRole('combobox', { name: 'Tag' })).toBeFocused();
  await page.keyboard.type('sto');
  await expect(tags.getByRole('option', { name: 'Stock', exact: true })).toBeVisible();
  await shot(page, 'tags');
  expect(await rules(page), 'tags').toEqual([]);
  await page.keyboard.press('Enter');
  await page.keyboard.type('Brand new');
  await page.keyboard.press('Enter');
  await tags.getByRole('button', { name: 'Remove the tag Express' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Tags: Wrong item\b.*\bRefund\b.*\bStock\b.*\bBrand new$/ })).toBeVisible();
  // Until it is gone, letters are its own.
  await expect(tags).toHaveCount(0);

  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /^In a week|^Monday morning/ }).first().press('Enter');
  await expect(page.getByText(/^Snoozed until /)).toBeVisible();
  await page.getByRole('button', { name: /^Snoozed/ }).click();
  await expect(row(page, /Müller-Größmann.*Snoozed until/)).toBeVisible();
  expect(await rules(page), 'snoozed').toEqual([]);
  await shot(page, 'snoozed');
  // However much there is to say in a row, its end is not cut off, and the name keeps room.
  for (const density of ['roomy', 'compact']) {
    await expect.poll(async () => {
      const [whole, waking, name] = await Promise.all([list(page).boundingBox(), row(page, /Müller/).locator('.row-snoozed').boundingBox(), row(page, /Müller/).locator('.row-name').boundingBox()]);
      return whole !== null && waking !== null && name !== null && waking.x + waking.width < whole.x + whole.width && name.width > 60;
    }, density).toBe(true);
    await page.getByRole('button', { name: 'Roomy rows' }).click();
    await shot(page, `after-${density}`);
  }
  await expect.poll(() => callsOf(page, 'inbox.change')).toHaveLength(5);
  expect(served.violations).toEqual([]);
});

test('an answer that presses is said in the list, and in the conversation until when it is promised', async ({ page }) => {
  // Whole minutes are said, and none passes here, however long the page takes.
  await page.clock.setFixedTime(Date.now());
  await open(page);
  await expect(row(page, /Oyelaran/)).toContainText('in 14 min');
  await expect(row(page, /Account Services/)).toContainText('22 min late');
  // There is time: only the conversation itself says so.
  await expect(row(page, /Müller-Größmann/)).not.toContainText('in 3 h');
  await expect(page.getByText('Answer in 3 h')).toBeVisible();
  expect(await rules(page)).toEqual([]);
});

test('a filter narrows the list as it is chosen, is taken away part by part, and is kept as a view of this laptop', async ({ page }) => {
  const served = await open(page);
  await page.keyboard.press('f');
  const form = page.getByRole('dialog', { name: 'Show only' });
  await expect(form).toBeVisible();
  expect(await rules(page), 'filter').toEqual([]);
  await form.getByLabel('Tag').selectOption('Refund');
  await form.getByLabel('Priority').selectOption('high');
  await shot(page, 'filter');
  await page.keyboard.press('Escape');
  await expect(list(page).getByRole('option')).toHaveCount(1);
  expect(await rules(page), 'chips').toEqual([]);
  await page.getByRole('button', { name: 'Save view' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save view' });
  await dialog.getByLabel('Name').fill('Refunds, high');
  expect(await rules(page), 'saving').toEqual([]);
  await shot(page, 'save-view');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Refunds, high', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Refunds, high 1' })).toBeVisible();
  expect(await rules(page), 'a saved view').toEqual([]);
  await shot(page, 'saved-view');
  await page.getByRole('button', { name: 'Refunds, high: rename or remove' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
  await page.getByRole('dialog', { name: 'Rename' }).getByLabel('Name').fill('Refunds first');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Refunds first', level: 1 })).toBeVisible();
  await page.getByRole('button', { name: 'Refunds first: rename or remove' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Open', level: 1 })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Refunds first/ })).toHaveCount(0);
  for (const part of ['Priority: High', 'Tag: Refund']) await page.getByRole('button', { name: `Show also what is not “${part}”` }).click();
  await expect(list(page).getByRole('option').nth(3)).toBeVisible();
  expect(served.violations).toEqual([]);
});

test('several are chosen with keys or with the pointer, and changed in one call', async ({ page }) => {
  const served = await open(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+J');
  const bar = page.getByRole('region', { name: 'Chosen conversations' });
  await expect(bar.getByText('3 chosen')).toBeVisible();
  expect(await rules(page), 'chosen').toEqual([]);
  await shot(page, 'chosen');
  await page.keyboard.press('t');
  await expect(page.getByRole('combobox', { name: 'Tag' })).toBeFocused();
  await page.keyboard.type('Recall');
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 conversations changed')).toBeVisible();
  await page.keyboard.press('Escape');
  await list(page).focus();
  await list(page).getByRole('option').nth(5).click({ modifiers: ['Shift'] });
  await expect(bar.getByText('6 chosen')).toBeVisible();
  await list(page).getByRole('option').nth(5).click({ modifiers: ['Control'] });
  await expect(bar.getByText('5 chosen')).toBeVisible();
  await page.keyboard.press('s');
  await page.getByRole('menuitem', { name: /^Tomorrow morning/ }).press('Enter');
  await expect(bar).toHaveCount(0);
  await expect(list(page)).toBeFocused();
  const calls = (await callsOf(page, 'inbox.change')) as { ids: string[]; change: { do: string } }[];
  expect(calls.map(({ ids, change }) => [ids.length, change.do])).toEqual([[3, 'tag'], [5, 'status']]);
  await page.keyboard.press('x');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  expect(served.violations).toEqual([]);
});

test('of several that are chosen, all are followed and given away with the keys that do it for one, and come back from whom they went to', async ({ page }) => {
  await open(page);
  const calls = async (name: string) => (await callsOf(page, name)) as { readonly ids: string[]; readonly change?: string }[];
  const bar = page.getByRole('region', { name: 'Chosen conversations' });
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+J');
  await expect(bar.getByText('3 chosen')).toBeVisible();
  await page.keyboard.press('Shift+F');
  await expect(page.getByText('You follow 3 conversations more')).toBeVisible();
  expect((await calls('conversation.follow')).map(({ change }) => change)).toEqual(['add', 'add', 'add']);
  await page.getByRole('button', { name: /^Following/ }).click();
  await expect(list(page).getByRole('option')).toHaveCount(3);
  for (const place of [0, 1, 2]) await list(page).getByRole('option').nth(place).click({ modifiers: ['Control'] });
  await list(page).focus();
  await page.keyboard.press('Shift+F');
  await page.locator('.toast').filter({ hasText: 'You no longer follow 3 conversations' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await calls('conversation.follow')).map(({ change }) => change).slice(3)).toEqual([...Array<string>(3).fill('remove'), ...Array<string>(3).fill('add')]);
  await page.getByRole('button', { name: /^Open \d/ }).click();
  await list(page).getByRole('option').first().click();
  await list(page).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+J');
  await expect(bar.getByText('3 chosen')).toBeVisible();
  const before = await page.evaluate(() => window.sealdeskDouble.world.conversations.map(({ row: { id, assigneeId } }) => [id, assigneeId]));
  await page.keyboard.press('h');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Ayşe Demir' }).press('Enter');
  await expect(bar).toHaveCount(0);
  const toast = page.locator('.toast').filter({ hasText: '3 conversations changed' });
  await shot(page, 'assigned');
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => page.evaluate(() => window.sealdeskDouble.world.conversations.map(({ row: { id, assigneeId } }) => [id, assigneeId]))).toEqual(before);
  const [given, ...back] = await calls('inbox.assign');
  expect(given?.ids).toHaveLength(3);
  expect(new Set(back.flatMap(({ ids }) => ids))).toEqual(new Set(given?.ids));
});

test('after one was snoozed, also with the pointer, the next key opens the one that took its place', async ({ page }) => {
  await open(page);
  const names = () => list(page).getByRole('option').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-id') ?? each.id));
  await list(page).getByRole('option').nth(3).click();
  const before = await names();
  await page.getByRole('button', { name: 'Snooze', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Tomorrow morning/ }).click();
  await expect.poll(names).not.toContain(before[3]);
  await page.getByRole('heading', { level: 2 }).first().click();
  await page.keyboard.press('j');
  await expect(list(page).getByRole('option', { selected: true })).toHaveCount(1);
  expect((await names()).indexOf(before[4] as string)).toBe(3);
  await expect(list(page).getByRole('option').nth(3)).toHaveAttribute('aria-selected', 'true');
});

test('at 200 % in a small window nothing is wider than it, and every menu can be reached', async ({ page }) => {
  // 900 x 600 at 200 %.
  await page.setViewportSize({ width: 450, height: 300 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, double, ['lead'], 'Open');
  await list(page).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await shot(page, 'small-chosen');
  await expect.poll(() => sideways(page)).toBe(0);
  for (const [key, role, name] of [['s', 'menu', 'Snooze'], ['f', 'dialog', 'Show only']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole(role, { name })).toBeVisible();
    expect(await rules(page), name).toEqual([]);
    await shot(page, `small-${key}`);
    await page.keyboard.press('Escape');
    // The focus goes back before the next key.
    await expect(page.getByRole('button', { name: key === 's' ? 'Snooze' : 'Filter', exact: true })).toBeFocused();
  }
  await list(page).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Chosen conversations' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await page.keyboard.press('t');
  await expect(page.getByRole('dialog', { name: 'Tags' })).toBeVisible();
  await shot(page, 'small-tags');
  await expect.poll(() => sideways(page)).toBe(0);
});
