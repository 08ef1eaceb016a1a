import { expect, test, type Page } from '@playwright/test';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const row = (page: Page, name: RegExp) => page.getByRole('option', { name });
const list = (page: Page) => page.getByRole('listbox', { name: 'Conversations' });
const shot = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`) });
/** An open menu is no landmark's, as menus are. */
const rules = async (page: Page) => (await findings(page)).filter((finding) => !/^(light|dark), region:/.test(finding));

async function open(page: Page, roles: ('agent' | 'lead')[] = ['lead']): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openAs(page, double, roles, 'Open');
  await row(page, /Müller-Größmann/).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await list(page).focus();
}

/** Changes what the double holds of the open conversation, as news from the hub would. */
const tell = (page: Page, change: object): Promise<ConversationId> =>
  page.evaluate((change) => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => /Müller-Größmann/.test(row.customerName));
    if (stored === undefined) throw new Error('no such conversation');
    stored.row = { ...stored.row, ...change };
    emit('inbox.changed', { conversationIds: [stored.row.id] });
    return stored.row.id;
  }, change);

test('following, by its key: it says so, stands in the list of what is followed, and ends the same way', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Shift+F');
  await expect(page.getByText('You follow this conversation')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stop following', pressed: true })).toBeVisible();
  await page.getByRole('button', { name: /^Following/ }).click();
  await expect(row(page, /Müller-Größmann/)).toBeVisible();
  expect(await rules(page), 'following').toEqual([]);
  await shot(page, 'following');
  await list(page).focus();
  await page.keyboard.press('Shift+F');
  await expect(page.getByText('You follow nothing')).toBeVisible();
});

test('mentions and teams stand in the sidebar with their counts, and a list is narrowed to a team', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const { world } = window.sealdeskDouble;
    world.teams = [{ id: '00000021-0000-4000-8000-000000000001' as never, name: 'Returns', mine: true }, { id: '00000021-0000-4000-8000-000000000002' as never, name: 'Orders', mine: false }];
    const [first, second, third] = world.conversations;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no conversations');
    // Not the one that is open, which counts as read.
    third.row = { ...third.row, called: true };
    first.row = { ...first.row, teamId: '00000021-0000-4000-8000-000000000001' as never };
    second.row = { ...second.row, teamId: '00000021-0000-4000-8000-000000000002' as never };
  });
  await tell(page, {});
  await expect(page.getByRole('button', { name: /^My team/ })).toBeVisible();
  await page.getByRole('button', { name: /^Mentions/ }).click();
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await page.getByRole('button', { name: /^My team/ }).click();
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await shot(page, 'team');
  await page.getByRole('button', { name: /^All/ }).click();
  await page.getByRole('button', { name: 'Filter' }).click();
  const form = page.getByRole('dialog', { name: 'Show only' });
  await form.getByLabel('Team', { exact: true }).selectOption('Orders');
  await expect(list(page).getByRole('option')).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Show also what is not “Team: Orders”' })).toBeVisible();
  expect(await rules(page), 'filter').toEqual([]);
  await shot(page, 'team-filter');
});

test('chosen conversations are merged by the keyboard alone: which one stays is asked, and said to the hub', async ({ page }) => {
  await open(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await expect(page.getByText('2 chosen')).toBeVisible();
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Merge conversations' });
  await expect(dialog.getByLabel('The one that stays')).toBeVisible();
  expect(await rules(page), 'merge').toEqual([]);
  await shot(page, 'merge');
  await dialog.getByRole('button', { name: 'Merge', exact: true }).press('Enter');
  await expect(dialog).toHaveCount(0);
  const [call] = (await callsOf(page, 'console.conversation.merge')) as { into: string; others: string[] }[];
  expect(call?.others).toHaveLength(1);
  expect(call?.others).not.toContain(call?.into);
  await expect(page.getByText('2 chosen')).toHaveCount(0);
});

test('where nothing can be merged the dialog says so, and has nothing to press but what leaves it', async ({ page }) => {
  await open(page);
  const others = await page.evaluate(() => {
    const { world } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => /Müller-Größmann/.test(row.customerName));
    return world.conversations.filter(({ row }) => row.customerId === stored?.row.customerId).length - 1;
  });
  expect(others).toBe(0);
  await page.keyboard.press('m');
  const dialog = page.getByRole('dialog', { name: 'Merge conversations' });
  await expect(dialog.getByText('This laptop holds no other conversation with this customer that could be merged.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Merge', exact: true })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('a conversation is split by the keyboard alone, and what the hub refuses is said in its words', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Shift+M');
  const dialog = page.getByRole('dialog', { name: 'Split the conversation' });
  await expect(dialog.getByRole('radio').first()).toBeChecked();
  expect(await rules(page), 'split').toEqual([]);
  await shot(page, 'split');
  await page.evaluate(() => window.sealdeskDouble.answer('console.conversation.split', () => ({ kind: 'refused', message: 'These are all the messages there are. Leave at least one where it is.' })));
  await dialog.getByRole('button', { name: 'Split', exact: true }).press('Enter');
  await expect(dialog.getByText('Leave at least one where it is.')).toBeVisible();
  await page.evaluate(() => window.sealdeskDouble.answer('console.conversation.split', null));
  await dialog.getByLabel('What goes').selectOption('Only chosen messages');
  await dialog.getByRole('checkbox').nth(1).press('Space');
  await dialog.getByRole('button', { name: 'Split', exact: true }).press('Enter');
  await expect(page.getByText('They have a conversation of their own now')).toBeVisible();
  const calls = (await callsOf(page, 'console.conversation.split')) as { what: { kind: string; messages?: string[] } }[];
  expect(calls.map(({ what }) => [what.kind, what.messages?.length])).toEqual([['from', undefined], ['these', 2]]);
});

test('a merged conversation says where it went, leads there, and can be taken apart; nothing can be written in it', async ({ page }) => {
  await open(page);
  const into = await page.evaluate(() => window.sealdeskDouble.world.conversations.find(({ row }) => !/Müller-Größmann/.test(row.customerName))!.row.id);
  await tell(page, { mergedInto: into, status: 'resolved', preview: '' });
  const note = page.getByRole('region', { name: 'Merged into another conversation' });
  await expect(note).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  expect(await rules(page), 'merged').toEqual([]);
  await shot(page, 'merged');
  await note.getByRole('button', { name: 'Take apart' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take the merged conversations apart?' });
  await dialog.getByRole('button', { name: 'Take apart' }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.conversation.split')).toMatchObject([{ conversation: into, what: { kind: 'merged' } }]);
  await note.getByRole('button', { name: 'Open it' }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
});

test('a message is forwarded by the keyboard alone, once the address is one', async ({ page }) => {
  await open(page, ['agent']);
  await page.keyboard.press('Shift+W');
  const dialog = page.getByRole('dialog', { name: 'Forward by e-mail' });
  await dialog.getByLabel('To', { exact: true }).fill('desk');
  await dialog.getByRole('button', { name: 'Forward', exact: true }).press('Enter');
  await expect(dialog.getByText('Type a whole e-mail address.')).toBeVisible();
  expect(await rules(page), 'forward').toEqual([]);
  await shot(page, 'forward');
  await dialog.getByLabel('To', { exact: true }).fill('desk@carrier.example');
  await dialog.getByLabel('Your own words above it').fill('Where is it?');
  await dialog.getByRole('button', { name: 'Forward', exact: true }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.conversation.forward')).toMatchObject([{ to: 'desk@carrier.example', text: 'Where is it?', messages: [expect.any(String)] }]);
});

test('at 200 % nothing is wider than the window, and the dialogs stand the rules', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 720, height: 480 });
  await openAs(page, double, ['lead'], 'Open');
  await row(page, /Müller-Größmann/).click();
  await page.getByRole('region', { name: /^Messages with/ }).focus();
  for (const [key, name] of [['m', 'Merge conversations'], ['Shift+M', 'Split the conversation'], ['Shift+W', 'Forward by e-mail']] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await expect.poll(() => sideways(page), name).toBe(0);
    expect([name, await rules(page)]).toEqual([name, []]);
    await shot(page, `small-${key}`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name })).toHaveCount(0);
  }
});
