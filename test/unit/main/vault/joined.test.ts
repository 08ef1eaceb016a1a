import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceMail, HubEvent } from '../../../../shared/contract/wire/index.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
});
afterEach(() => test.remove());

const at = 1_700_000_000_000;
const open = async (of: Conversation) => (await test.opened.query('conversation.open', { id: of.id, before: null, limit: 50 }))!;
const texts = async (of: Conversation) => (await open(of)).messages.map(({ text }) => text);
const commands = async () => (await test.mails()).filter((mail): mail is Extract<DeviceMail, { m: 'command' }> => mail.m === 'command').map(({ command }) => command);
const replaced = (of: ReturnType<typeof message>, to: Conversation): HubEvent => ({ e: 'message.replaced', message: { ...of, conversationId: to.id, revision: of.revision + 1 } });

async function two() {
  const [stays, goes] = [conversation({ subject: 'Tent' }), conversation({ subject: 'Boots' })];
  const [one, other] = [message({ conversationId: stays.id, text: 'About the tent', sentAt: at }), message({ conversationId: goes.id, text: 'About the boots', sentAt: at + 10 })];
  await test.tell(conversationEvent(stays), messageEvent(one), conversationEvent(goes), messageEvent(other));
  return { stays, goes, one, other };
}
const merged = ({ stays, goes, other }: Awaited<ReturnType<typeof two>>): HubEvent[] => [
  conversationEvent({ ...stays, lastMessageAt: at + 10, preview: 'About the boots', revision: 2 }),
  replaced(other, stays),
  conversationEvent({ ...goes, status: 'resolved', preview: '', mergedInto: stays.id, revision: 2 }),
];

describe('a merge', () => {
  it('moves the messages, with what is found and what was read, and the emptied one says where they are', async () => {
    const world = await two();
    await test.opened.query('conversation.read', { id: world.goes.id, upTo: at + 10 });
    await test.opened.query('conversation.read', { id: world.stays.id, upTo: at });
    await test.tell(...merged(world));
    expect([await texts(world.stays), await texts(world.goes)]).toEqual([['About the tent', 'About the boots'], []]);
    expect((await open(world.goes)).conversation).toMatchObject({ mergedInto: world.stays.id, status: 'resolved', unread: false });
    expect((await open(world.stays)).conversation).toMatchObject({ unread: false, preview: 'About the boots' });
    expect((await test.opened.query('search.messages', { query: 'boots', limit: 10 })).hits.map(({ conversationId }) => conversationId)).toEqual([world.stays.id]);
  });

  it('leaves unread what was not read', async () => {
    const world = await two();
    await test.opened.query('conversation.read', { id: world.stays.id, upTo: at + 1_000 });
    await test.tell(...merged(world));
    expect((await open(world.stays)).conversation).toMatchObject({ unread: true });
  });

  it('takes along what the agent wrote offline, and drafts, and nothing that was to change the merged one alone', async () => {
    const world = await two();
    test.opened.goQuiet();
    await test.opened.query('conversation.reply', { id: world.goes.id, text: 'An answer' });
    await test.opened.query('conversation.status', { id: world.goes.id, status: 'resolved' });
    await test.opened.query('conversation.draft', { id: world.goes.id, kind: 'reply', text: 'Half a' });
    await test.opened.query('conversation.draft', { id: world.stays.id, kind: 'reply', text: 'Begun' });
    await test.mails();
    await test.tell(...merged(world));
    expect(await texts(world.stays)).toEqual(['About the tent', 'About the boots', 'An answer']);
    expect((await open(world.stays)).drafts.reply).toBe('Begun\n\nHalf a');
    await test.opened.goLive();
    expect(await commands()).toMatchObject([{ do: 'reply', conversationId: world.stays.id, text: 'An answer' }, { do: 'status', conversationId: world.goes.id }]);
  });

  it('whose other half the agent may not see leaves nothing of it here, and no word that was found', async () => {
    const { goes, other } = await two();
    await test.tell({ e: 'message.removed', messageId: other.id }, conversationEvent({ ...goes, status: 'resolved', preview: '', mergedInto: conversation().id, revision: 2 }));
    expect(await texts(goes)).toEqual([]);
    expect((await test.opened.query('search.messages', { query: 'boots', limit: 10 })).hits).toEqual([]);
  });
});

describe('a split', () => {
  it('takes the newest message out: what stays is listed by what is left', async () => {
    const [stays, fresh] = [conversation({ subject: 'Tent', lastMessageAt: at + 10, preview: 'About the boots' }), conversation({ subject: 'Boots', lastMessageAt: at + 10 })];
    const [one, other] = [message({ conversationId: stays.id, text: 'About the tent', sentAt: at }), message({ conversationId: stays.id, text: 'About the boots', sentAt: at + 10 })];
    await test.tell(conversationEvent(stays), messageEvent(one), messageEvent(other));
    await test.opened.query('conversation.read', { id: stays.id, upTo: at });
    await test.tell(conversationEvent({ ...stays, lastMessageAt: at, preview: 'About the tent', revision: 2 }), conversationEvent(fresh), replaced(other, fresh));
    expect([await texts(stays), await texts(fresh)]).toEqual([['About the tent'], ['About the boots']]);
    expect((await open(stays)).conversation).toMatchObject({ lastMessageAt: at, preview: 'About the tent', unread: false });
    expect((await open(fresh)).conversation).toMatchObject({ unread: true });
  });
});
