import { expect, test, type Page } from '@playwright/test';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import { callsOf, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

/** What colleagues see of one another: who is where, a second reply that is asked about, and hand-overs. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const sizes = { 'usual': { width: 1280, height: 800 }, '200 %': { width: 640, height: 400 } } as const;
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply', exact: true });
const row = (page: Page) => page.getByRole('option', { name: /Dubois-Lefèvre/ }).first();

async function open(page: Page, size: keyof typeof sizes = 'usual', roles: Parameters<typeof openAs>[2] = ['agent']): Promise<void> {
  await page.setViewportSize(sizes.usual);
  await openAs(page, double, roles, 'Open');
  await row(page).click();
  await expect(reply(page)).toBeVisible();
  // Where a colleague comes to later on.
  await expect.poll(async () => (await callsOf(page, 'presence.tell')).at(-1)).toMatchObject({ doing: 'viewing' });
  await page.setViewportSize(sizes[size]);
}
/** A colleague is in the conversation that is open here; null: nobody is any more. */
const colleague = (page: Page, doing: 'viewing' | 'writing' | 'looking-in' | null): Promise<string> =>
  page.evaluate((doing) => {
    const { world, emit, calls } = window.sealdeskDouble;
    const { conversationId } = calls.findLast(({ name, input }) => name === 'presence.tell' && input !== null)!.input as { conversationId: ConversationId };
    const other = world.agents.find(({ id }) => world.session.kind === 'unlocked' && id !== world.session.agentId)!;
    world.present = doing === null ? [] : [{ conversationId, agentId: other.id, doing }];
    emit('presence.changed', world.present);
    return other.name;
  }, doing);
/** A colleague's answer comes in. */
const answered = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.customerName.includes('Dubois'))!;
    const other = world.agents.find(({ id }) => world.session.kind === 'unlocked' && id !== world.session.agentId)!;
    stored.messages.push({ ...stored.messages[0]!, id: 'aaaaaaaa-0000-4000-8000-000000000001' as MessageId, kind: 'outbound', agentId: other.id, authorName: other.name, text: 'It left today.', sentAt: world.now(), status: 'sent', attachments: [], findings: [], risk: { level: 'none', reasons: [] } });
    emit('inbox.changed', { conversationIds: [stored.row.id] });
  });
/** The conversation was handed over to this agent with a note. */
const handedOver = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.customerName.includes('Dubois'))!;
    const me = world.session.kind === 'unlocked' ? world.session.agentId : null;
    const other = world.agents.find(({ id }) => id !== me)!;
    stored.row = { ...stored.row, assigneeId: me };
    stored.messages.push({ ...stored.messages[0]!, id: 'aaaaaaaa-0000-4000-8000-000000000002' as MessageId, kind: 'note', agentId: other.id, authorName: other.name, text: 'She was promised the money back by Friday. The receipt is checked: it is ours.', sentAt: world.now(), status: 'accepted', handedTo: { kind: 'agent', id: me! }, attachments: [], findings: [], risk: { level: 'none', reasons: [] } });
    emit('inbox.changed', { conversationIds: [stored.row.id] });
  });

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`who is where, a second reply and a hand-over break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, size);
    const name = await colleague(page, 'viewing');
    await expect(page.getByText(`${name} is looking at this`, { exact: true })).toBeVisible();
    await look('viewing');
    await colleague(page, 'writing');
    await expect(page.getByText(`${name} is writing`, { exact: true })).toBeVisible();
    await reply(page).fill('Good morning');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('button', { name: 'Send anyway' })).toBeVisible();
    await look('second reply');
    await colleague(page, null);
    await handedOver(page);
    await expect(page.getByRole('region', { name: 'Handed over' })).toContainText('money back by Friday');
    await look('handed over');
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await expect(page.getByRole('dialog', { name: 'Hand over' })).toBeVisible();
    await page.getByRole('button', { name: 'Hand over', exact: true }).last().click();
    await expect(page.getByText('Choose who is to take it.')).toBeVisible();
    await look('handing over');
  });
}

test('a colleague who is in a conversation has a mark in the list, as a name that is read out', async ({ page }) => {
  await open(page);
  await expect(row(page)).not.toHaveAccessibleName(/is writing/);
  const name = await colleague(page, 'writing');
  await expect(row(page)).toHaveAccessibleName(new RegExp(`${name} is writing`));
  await colleague(page, null);
  await expect(row(page)).not.toHaveAccessibleName(/is writing/);
});

test('while a colleague writes a reply, the first press asks, the second sends, and one more key asks again', async ({ page }) => {
  await open(page);
  await colleague(page, 'writing');
  await reply(page).fill('Good morning');
  await expect(page.getByText('is writing an answer here, too.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Press once more to send anyway.')).toBeVisible();
  expect(await callsOf(page, 'conversation.reply')).toEqual([]);
  await reply(page).pressSequentially('!');
  await page.keyboard.press('Control+Enter');
  expect(await callsOf(page, 'conversation.reply')).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.reply')).toMatchObject([{ text: 'Good morning!' }]);
});

test('what a colleague has answered since the composer was opened is asked about, and once it is sent no more', async ({ page }) => {
  await open(page);
  await reply(page).fill('Good morning');
  await answered(page);
  await expect(page.getByText('answered while you were writing.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  expect(await callsOf(page, 'conversation.reply')).toEqual([]);
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await expect.poll(() => callsOf(page, 'conversation.reply')).toMatchObject([{ beside: 'aaaaaaaa-0000-4000-8000-000000000001' }]);
  await reply(page).fill('One thing more');
  await expect(page.getByText('answered while you were writing.')).toHaveCount(0);
});

test('nobody is asked about a note, nor where nobody else is there', async ({ page }) => {
  await open(page);
  await reply(page).fill('Good morning');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.reply')).toHaveLength(1);
  await colleague(page, 'writing');
  await page.getByRole('button', { name: 'Note' }).click();
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('She called.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.note')).toHaveLength(1);
});

test('a hand-over goes by keyboard to a colleague or a team, with where it stands, and says who has it', async ({ page }) => {
  await open(page);
  await reply(page).press('Escape');
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await expect(dialog.getByRole('combobox', { name: 'To' })).toBeFocused();
  await expect(dialog.getByText('Last in the conversation')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'To' }).selectOption('Team Wholesale');
  await dialog.getByRole('textbox', { name: 'Where it stands' }).fill('Refund agreed.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Handed over to Team Wholesale.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'conversation.hand-over')).toMatchObject([{ to: { kind: 'team' }, note: 'Refund agreed.' }]);
});

test('what is begun of a hand-over is kept as the note: there when it is closed and begun again, in the composer meanwhile, and gone with the hand-over', async ({ page }) => {
  await open(page);
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  const stands = dialog.getByRole('textbox', { name: 'Where it stands' });
  const note = page.getByRole('textbox', { name: 'Note', exact: true });
  const begin = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await expect(dialog).toBeVisible();
  };
  await begin();
  await stands.fill('Refund agreed.');
  await expect.poll(() => callsOf(page, 'conversation.draft')).toMatchObject([{ kind: 'note', text: 'Refund agreed.' }]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(note).toHaveValue('Refund agreed.');
  await note.fill('Refund agreed, by Friday.');
  await begin();
  await expect(stands).toHaveValue('Refund agreed, by Friday.');
  await page.screenshot({ path: test.info().outputPath('begun.png') });
  await dialog.getByRole('combobox', { name: 'To' }).selectOption('Team Wholesale');
  // Refused, it stays as it is.
  await page.evaluate(() => window.sealdeskDouble.answer('conversation.hand-over', () => ({ kind: 'must-not-leave' })));
  await stands.press('Control+Enter');
  await expect(dialog.getByText('must not be kept')).toBeVisible();
  await expect(stands).toHaveValue('Refund agreed, by Friday.');
  await page.evaluate(() => window.sealdeskDouble.answer('conversation.hand-over', null));
  await stands.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Note', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await expect(note).toHaveValue('');
});

test('a reply that was begun stays in the composer while a hand-over is written, and after it', async ({ page }) => {
  await open(page);
  await reply(page).fill('Good morning');
  await reply(page).press('Escape');
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog', { name: 'Hand over' });
  await dialog.getByRole('textbox', { name: 'Where it stands' }).fill('Refund agreed.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(reply(page)).toHaveValue('Good morning');
});

test('a hand-over says why it is not carried out: no note where the company wants one, or what must not be kept', async ({ page }) => {
  await open(page);
  await reply(page).press('Escape');
  for (const [kind, said] of [['note-needed', 'Your company wants a note with each hand-over'], ['must-not-leave', 'must not be kept']] as const) {
    await page.evaluate((kind) => window.sealdeskDouble.answer('conversation.hand-over', () => ({ kind })), kind);
    await page.keyboard.press('h');
    await page.getByRole('combobox', { name: 'To' }).selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Hand over', exact: true }).last().click();
    await expect(page.getByRole('dialog').getByText(said)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

/** The open conversation is somebody else's. */
const ofColleague = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.customerName.includes('Dubois'))!;
    const other = world.agents.find(({ id }) => world.session.kind === 'unlocked' && id !== world.session.agentId)!;
    stored.row = { ...stored.row, assigneeId: other.id, assigneeName: other.name };
    emit('inbox.changed', { conversationIds: [stored.row.id] });
    return other.name;
  });
/** Something was whispered to this agent. */
const whispered = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.customerName.includes('Dubois'))!;
    const me = world.session.kind === 'unlocked' ? world.session.agentId : null;
    const other = world.agents.find(({ id }) => id !== me)!;
    stored.messages.push({ ...stored.messages[0]!, id: 'aaaaaaaa-0000-4000-8000-000000000003' as MessageId, kind: 'note', agentId: other.id, authorName: other.name, text: 'Offer her the refund.', sentAt: world.now(), status: 'accepted', whisperTo: me!, attachments: [], findings: [], risk: { level: 'none', reasons: [] } });
    emit('inbox.changed', { conversationIds: [stored.row.id] });
  });

for (const size of Object.keys(sizes) as (keyof typeof sizes)[]) {
  test(`looking in, being looked in on and a whisper break no rule, at ${size}`, async ({ page }) => {
    const look = async (name: string): Promise<void> => {
      expect(await findings(page), name).toEqual([]);
      await expect.poll(() => sideways(page), name).toBeLessThanOrEqual(0);
      await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
    };
    await open(page, size, ['lead']);
    const name = await colleague(page, 'looking-in');
    await whispered(page);
    await expect(page.getByText(`${name} is looking in`, { exact: true })).toBeVisible();
    await expect(page.getByText('whispers:')).toBeVisible();
    await look('looked in on');
    await page.getByRole('button', { name: 'Put away' }).click();
    await expect(page.getByText('whispers:')).toHaveCount(0);
    await ofColleague(page);
    await reply(page).press('Escape');
    await page.keyboard.press('o');
    await expect(page.getByRole('textbox', { name: `Whisper to ${name}` })).toBeFocused();
    await look('looking in');
  });
}

test('who looks in answers and changes nothing, whispers by keyboard, and stops with Esc', async ({ page }) => {
  await open(page, 'usual', ['lead']);
  const name = await ofColleague(page);
  await expect(page.getByRole('button', { name: `Assignee: ${name}` })).toBeVisible();
  await reply(page).press('Escape');
  await page.keyboard.press('o');
  await expect(reply(page)).toHaveCount(0);
  await expect(page.getByTitle('Resolve (E)')).toBeDisabled();
  await expect.poll(async () => (await callsOf(page, 'presence.tell')).at(-1)).toMatchObject({ doing: 'looking-in' });
  await expect(page.getByRole('textbox', { name: `Whisper to ${name}` })).toBeFocused();
  await page.keyboard.type('Offer her the refund.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.note')).toMatchObject([{ text: 'Offer her the refund.', whisperTo: expect.any(String) }]);
  await page.keyboard.press('Escape');
  await expect(reply(page)).toBeVisible();
  await expect.poll(async () => (await callsOf(page, 'presence.tell')).at(-1)).toMatchObject({ doing: 'viewing' });
});

test('nobody looks in whose role may not, nor in what is theirs or nobody’s', async ({ page }) => {
  await open(page);
  await ofColleague(page);
  await reply(page).press('Escape');
  await page.keyboard.press('o');
  await expect(page.getByRole('region', { name: 'Looking in' })).toHaveCount(0);
  await expect(reply(page)).toBeVisible();
});
