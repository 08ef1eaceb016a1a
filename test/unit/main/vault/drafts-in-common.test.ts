import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWritable } from '../../../../main/vault/open-database.ts';
import type { DeviceMail } from '../../../../shared/contract/wire/index.ts';
import { maxReplyText } from '../../../../shared/domain/conversation.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
const about = conversation();
const { id } = about;
beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
  await test.tell(conversationEvent(about), messageEvent(message({ conversationId: id })));
});
afterEach(() => test.remove());

type Sent = Extract<DeviceMail, { m: 'draft' }>;
const soon = { timeout: 60_000, interval: 20 };
const type = (text: string, more: { stamp?: number; leaving?: boolean } = {}) => test.opened.query('conversation.draft', { id, kind: 'reply', text, ...more });
const open = async () => (await test.opened.query('conversation.open', { id, before: null, limit: 10 }))!;
/** What goes to the hub when it is asked for. */
async function drafts(): Promise<Sent[]> {
  await test.opened.sendDrafts();
  return (await test.mails()).filter((mail) => mail.m === 'draft');
}
const kept = ({ key, base }: Sent) => test.tell({ e: 'draft.kept', conversationId: id, kind: 'reply', key, version: base + 1 });
const theirs = (version: number, text: string, sent = false) => test.tell({ e: 'draft', conversationId: id, kind: 'reply', version, text, files: 0, sent });

describe('a draft that is typed on', () => {
  it('is told of when it is begun and when it is empty again, and with no letter in between', async () => {
    test.opened.goQuiet();
    /** How often while this was typed. What is told of a change comes before its answer. */
    const told = async (...texts: string[]): Promise<number> => {
      const before = test.tellings;
      for (const text of texts) await type(text);
      return test.tellings - before;
    };
    expect(await told('D')).toBe(1);
    expect(await told('De', 'Dea', 'Dear', 'Dea')).toBe(0);
    expect(await told('')).toBe(1);
  });
});

describe('a draft goes to the hub', () => {
  it('by itself when the typing rests, and at once when the conversation is left', async () => {
    const all: Sent[] = [];
    const sent = async () => all.push(...(await test.mails()).filter((mail) => mail.m === 'draft')) > 0;
    await type('Dear Maria');
    await expect.poll(sent, soon).toBe(true);
    expect(all).toMatchObject([{ conversationId: id, kind: 'reply', base: 0, text: 'Dear Maria', files: 0, sent: false }]);
    await kept(all[0]!);
    await type('Dear Maria, it left', { leaving: true });
    await expect.poll(async () => (await sent()) && all.length, soon).toBe(2);
    expect(all[1]).toMatchObject({ base: 1, text: 'Dear Maria, it left' });
  });

  it('in its newest version alone, one at a time, and nothing where it has not changed', async () => {
    test.opened.goQuiet();
    for (const text of ['D', 'De', 'Dear']) await type(text);
    await test.opened.goLive();
    const [first, ...more] = await drafts();
    expect([first?.text, more]).toEqual(['Dear', []]);
    await type('Dear Maria');
    expect(await drafts()).toEqual([]);
    await kept(first!);
    const [second] = await drafts();
    expect(second).toMatchObject({ base: 1, text: 'Dear Maria' });
    await kept(second!);
    expect(await drafts()).toEqual([]);
  });

  it('after being away or locked, and what was under way goes again as it was, before what is newer', async () => {
    await type('Dear');
    const [sent] = await drafts();
    test.opened.goQuiet();
    await type('Dear Maria');
    expect(await drafts()).toEqual([]);
    await test.close();
    const vault = await test.open();
    await vault.goLive();
    expect(await drafts()).toEqual([sent]);
    await kept(sent!);
    expect(await drafts()).toMatchObject([{ base: 1, text: 'Dear Maria' }]);
  });

  it('behind the reply that it became, as one that went out', async () => {
    await type('It left today.');
    await kept((await drafts())[0]!);
    await test.opened.query('conversation.reply', { id, text: 'It left today.' });
    await test.opened.sendDrafts();
    const mails = (await test.mails()).filter(({ m }) => m !== 'ack');
    expect(mails).toMatchObject([{ m: 'command', command: { do: 'reply' } }, { m: 'draft', base: 1, text: '', sent: true }]);
  });

  it('not where it is longer than an answer may be, nor of a conversation that the hub does not have', async () => {
    await type('x'.repeat(maxReplyText + 1));
    expect(await drafts()).toEqual([]);
    const mailbox = { id: randomUUID(), kind: 'email' as const, name: 'Support', address: 'support@shop.example', country: null };
    await test.tell({ e: 'channels', channels: [mailbox] });
    const begun = await test.opened.query('conversation.start', { channelId: mailbox.id, to: { kind: 'address', address: 'ida@mail.example', name: '' }, subject: 'Tent', text: 'It is back.' });
    await test.opened.query('conversation.draft', { id: begun.kind === 'begun' ? begun.conversationId : expect.fail(begun.kind), kind: 'reply', text: 'And more' });
    expect(await drafts()).toEqual([]);
    await type('x'.repeat(maxReplyText));
    expect((await drafts()).map(({ conversationId }) => conversationId)).toEqual([id]);
  });

  it('anew in a new session, of which the hub may know nothing', async () => {
    await type('Dear Maria');
    await kept((await drafts())[0]!);
    await test.hub.start(await test.opened.newSession());
    await test.opened.receive(await test.hub.mail([]));
    await expect.poll(async () => (await test.mails()).filter((mail) => mail.m === 'draft'), soon).toMatchObject([{ base: 1, text: 'Dear Maria' }]);
  });
});

describe('a draft that comes from another laptop', () => {
  it('is shown, and counted, so that a page that has not heard of it puts nothing over it', async () => {
    await theirs(1, 'Dear Maria');
    expect(test.changed).toContain(id);
    expect(await open()).toMatchObject({ conversation: { hasDraft: true }, drafts: { reply: 'Dear Maria' }, draftsElsewhere: { reply: { stamp: 1, joined: false, stays: null } } });
    expect(await type('I am', { stamp: 0 })).toEqual({ text: 'Dear Maria\n\nI am', stamp: 1 });
    expect(await type('Dear Maria\n\nI am sorry', { stamp: 1 })).toBeNull();
    expect((await open()).drafts.reply).toBe('Dear Maria\n\nI am sorry');
  });

  it('does not come back as an older version of itself', async () => {
    await theirs(2, 'Newer');
    await theirs(1, 'Older');
    expect((await open()).drafts.reply).toBe('Newer');
  });

  it('tells of words of both until that was seen', async () => {
    await type('Mine');
    await theirs(1, 'Theirs');
    expect(await open()).toMatchObject({ drafts: { reply: 'Theirs\n\nMine' }, draftsElsewhere: { reply: { joined: true } } });
    await test.opened.query('composer.draft-seen', { id, kind: 'reply' });
    expect((await open()).draftsElsewhere.reply.joined).toBe(false);
  });

  it('leaves nothing of its older texts behind, once no page can ask for them, nor of what stayed here', async () => {
    const note = (version: number, text: string) => test.tell({ e: 'draft', conversationId: id, kind: 'note', version, text, files: 0, sent: false });
    await note(1, 'Peppermint');
    await note(2, 'Chamomile');
    await note(3, '');
    await type('Card number');
    const [sent] = await drafts();
    await test.tell({ e: 'draft.stays', conversationId: id, kind: 'reply', key: sent!.key, version: 1, why: 'withheld' });
    expect((await open()).draftsElsewhere.reply.stays).toBe('withheld');
    await type('');
    await test.close();
    await (await test.open()).close();
    const database = openWritable(test.file, test.key, false);
    const left = JSON.stringify(database.rows('SELECT state FROM draft_states'));
    database.close();
    for (const word of ['Peppermint', 'Chamomile', 'Card number']) expect(left).not.toContain(word);
  });

  it('that cannot be joined within one text waits until there is room, and neither is cut', async () => {
    const long = 'x'.repeat(190_000);
    await type(long);
    await theirs(1, 'y'.repeat(20_000));
    expect(await open()).toMatchObject({ drafts: { reply: long }, draftsElsewhere: { reply: { stays: 'too-long' } } });
    await type('short');
    const [sent] = await drafts();
    expect(sent).toMatchObject({ base: 0, text: 'short' });
    await theirs(1, 'y'.repeat(20_000));
    expect((await open()).drafts.reply).toBe(`${'y'.repeat(20_000)}\n\nshort`);
  });

  it('goes with its conversation, when that is purged, and is not told of to the hub', async () => {
    await theirs(1, 'Dear Maria');
    await test.tell({ e: 'conversation.purged', conversationId: id });
    expect(await drafts()).toEqual([]);
    await test.tell(conversationEvent(about));
    expect(await open()).toMatchObject({ drafts: { reply: '' }, draftsElsewhere: { reply: { stamp: 0 } } });
  });

  it('in a conversation that was merged goes where that goes on, under what is written there', async () => {
    const into = conversation();
    await test.tell(conversationEvent(into), conversationEvent({ ...about, status: 'resolved', mergedInto: into.id, revision: 2 }));
    await test.opened.query('conversation.draft', { id: into.id, kind: 'reply', text: 'Begun' });
    await theirs(1, 'From before');
    expect((await open()).drafts.reply).toBe('');
    expect((await test.opened.query('conversation.open', { id: into.id, before: null, limit: 10 }))?.drafts.reply).toBe('Begun\n\nFrom before');
    expect((await drafts()).map(({ conversationId, text }) => [conversationId, text]).toSorted((a, b) => (a[1]! < b[1]! ? -1 : 1))).toEqual([[id, ''], [into.id, 'Begun\n\nFrom before']]);
  });
});
