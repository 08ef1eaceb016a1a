import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConversationId, TeamId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

const about = conversation();
const mailbox = randomUUID();
let test: VaultUnderTest;
let vault: Awaited<ReturnType<VaultUnderTest['open']>>;
beforeEach(async () => {
  test = new VaultUnderTest();
  vault = await test.open({ undoSeconds: 10 });
  await vault.goLive();
  await test.hub.start(await vault.newSession());
  await vault.receive(await test.hub.mail([]));
  await test.tell(conversationEvent(about), { e: 'channels', channels: [{ id: mailbox, kind: 'email', name: 'Support', address: 'support@shop.example', country: null }] });
  await test.mails();
});
afterEach(() => test.remove());

const open = async (id: ConversationId = about.id) => (await vault.query('conversation.open', { id, before: null, limit: 50 }))!;
const reply = (text: string) => vault.query('conversation.reply', { id: about.id, text });
const found = async (query: string) => (await vault.query('search.messages', { query, limit: 10 })).hits.length;
/** What the hub is given, once nothing can be taken back any more. */
async function sent(): Promise<unknown[]> {
  test.now += 10_000;
  await vault.goLive();
  return (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail.command] : []));
}

describe('a reply with marks', () => {
  it('is here as it reads and as it was written, is found by what it says, and goes to the hub as written', async () => {
    await reply('It **le**ft _today_.');
    expect((await open()).messages.at(-1)).toMatchObject({ text: 'It left today.', marked: 'It **le**ft _today_.' });
    expect(await found('left')).toBe(1);
    expect(await sent()).toMatchObject([{ do: 'reply', text: 'It **le**ft _today_.', format: 'marked' }]);
  });

  it('is in the draft as it was written when it is taken back', async () => {
    const { messageId } = await reply('**Yes**');
    expect(await vault.query('conversation.undo-reply', { id: about.id, messageId })).toMatchObject({ kind: 'undone', draft: '**Yes**' });
    expect((await open()).drafts.reply).toBe('**Yes**');
  });

  it('says nothing of marks where it has none', async () => {
    await reply('See https://shop.example/a_b_c.');
    expect((await open()).messages.at(-1)).not.toHaveProperty('marked');
    const [command] = await sent();
    expect(command).toMatchObject({ do: 'reply' });
    expect(command).not.toHaveProperty('format');
  });

  it('of a colleague is kept as the hub tells it, and loses its marks with a version that has none', async () => {
    const theirs = message({ conversationId: about.id, kind: 'outbound', text: 'My card', revision: 1 });
    await test.tell(messageEvent({ ...theirs, marked: 'My **card**' }));
    expect((await open()).messages.at(-1)).toMatchObject({ text: 'My card', marked: 'My **card**' });
    await test.tell({ e: 'message.replaced', message: { ...theirs, text: 'My [hidden]', revision: 2 } });
    expect((await open()).messages.at(-1)).toMatchObject({ text: 'My [hidden]' });
    expect((await open()).messages.at(-1)).not.toHaveProperty('marked');
  });
});

describe('a note with marks', () => {
  it('is here as it reads and as it was written, and goes to the hub as written; so does one that hands over', async () => {
    await vault.query('conversation.note', { id: about.id, text: 'She was **promised** it.', files: [] });
    expect((await open()).messages.at(-1)).toMatchObject({ kind: 'note', text: 'She was promised it.', marked: 'She was **promised** it.' });
    const to = { kind: 'team', id: TeamId.parse(randomUUID()) } as const;
    await vault.query('conversation.hand-over', { id: about.id, to, note: '- _refund_ agreed' });
    expect((await open()).messages.find(({ handedTo }) => handedTo !== undefined)).toMatchObject({ text: '- refund agreed', marked: '- _refund_ agreed' });
    expect(await found('promised')).toBe(1);
    await vault.query('conversation.note', { id: about.id, text: 'Nothing **of it', files: [] });
    // A note is not held back.
    const notes = (await test.mails()).flatMap((mail) => (mail.m === 'command' && mail.command.do === 'note' ? [mail.command] : []));
    expect(notes).toMatchObject([{ text: 'She was **promised** it.', format: 'marked' }, { text: '- _refund_ agreed', format: 'marked', handedTo: to }, { text: 'Nothing **of it' }]);
    expect(notes[2]).not.toHaveProperty('format');
  });
});

describe('a conversation begun with marks', () => {
  it('is here as it reads, and goes to the hub as it was written', async () => {
    const begun = await vault.query('conversation.start', { channelId: mailbox, to: { kind: 'address', address: 'ida@mail.example', name: '' }, subject: 'Your tent', text: '- it is **back**' });
    if (begun.kind !== 'begun') expect.fail(begun.why);
    expect((await open(begun.conversationId)).messages).toMatchObject([{ text: '- it is back', marked: '- it is **back**' }]);
    expect((await sent())[0]).toMatchObject({ do: 'start', text: '- it is **back**', format: 'marked' });
  });
});
