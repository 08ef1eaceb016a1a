import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { IdentityKeyPair } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { AttachmentId } from '../../../../shared/domain/ids.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { newChunkKey } from '../../../../shared/trust/chunks.ts';
import { HubSignalPeer } from '../../../doubles/hub-signal-peer.ts';
import { conversation, conversationEvent, customer, message, messageEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const all = { view: 'all', after: null, limit: 200 } as const;

describe('the session with the hub', () => {
  it('waits for the first mail, then says where it stands and asks for the first page', async () => {
    const vault = await test.open();
    expect(await vault.hasSession()).toBe(false);
    await vault.goLive();
    expect(test.sent).toEqual([]);
    await test.hub.start(await vault.newSession());
    expect(await vault.hasSession()).toBe(false);
    expect(await vault.receive(await test.hub.mail([]))).toBe('stored');
    expect(await vault.hasSession()).toBe(true);
    expect(await test.mails()).toEqual([{ m: 'resume', seq: 1 }, { m: 'backfill', after: null }]);
    expect(await vault.state()).toMatchObject({ backfill: 'running', cachedTo: test.now });
  });

  it('sends nothing once quiet, and begins every connection with resume', async () => {
    const vault = await test.openWithSession();
    vault.goQuiet();
    await vault.receive(await test.hub.mail([]));
    expect(test.sent).toEqual([]);
    await vault.goLive();
    expect(await test.mails()).toEqual([{ m: 'resume', seq: 2 }, { m: 'backfill', after: null }]);
  });

  it('follows the back-fill page by page until it is complete', async () => {
    const vault = await test.openWithSession();
    const next = { at: 5, id: randomUUID() };
    await test.tell({ e: 'backfill.page', next });
    expect(await test.mails()).toEqual([{ m: 'ack', seq: 2 }, { m: 'backfill', after: next }]);
    expect(await vault.state()).toMatchObject({ backfill: 'running', backfilledTo: 5 });
    await test.close();
    const again = await test.open({ create: false });
    await again.goLive();
    expect(await test.mails()).toEqual([{ m: 'resume', seq: 2 }, { m: 'backfill', after: next }]);
    await test.tell({ e: 'backfill.page', next: null });
    expect(await test.mails()).toEqual([{ m: 'ack', seq: 3 }]);
    expect(await again.state()).toMatchObject({ backfill: 'done', backfilledTo: null });
    expect(vault).toBeDefined();
  });

  it('recognises a mail that comes again, also after a restart, and acknowledges it again', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const mail = await test.hub.mail([conversationEvent(about), messageEvent(message({ conversationId: about.id }))]);
    expect(await vault.receive(mail)).toBe('stored');
    expect(await vault.receive(mail)).toBe('duplicate');
    expect(await test.mails()).toEqual([{ m: 'ack', seq: 2 }, { m: 'ack', seq: 2 }]);
    await test.close();
    const again = await test.open({ create: false });
    expect(await again.receive(mail)).toBe('duplicate');
    expect(await again.state()).toMatchObject({ conversations: 1, messages: 1 });
  });

  it('calls a forged, damaged or skipped mail a broken session and stores nothing of it', async () => {
    const vault = await test.openWithSession();
    const good = await test.hub.mail([]);
    const damaged = { ...good, body: Buffer.from(Buffer.from(good.body, 'base64').map((byte, index) => (index === 40 ? byte ^ 1 : byte))).toString('base64') };
    expect(await vault.receive(damaged)).toBe('session-broken');
    expect(await vault.receive({ t: 'mail', kind: 'signal', body: 'AAAA' })).toBe('session-broken');
    expect(await vault.receive({ t: 'mail', kind: 'prekey', body: 'AAAA' })).toBe('session-broken');
    expect(await vault.receive(await test.hub.mail([conversationEvent(conversation())], 9))).toBe('session-broken');
    expect(await vault.receive(good)).toBe('stored');
    expect(await vault.state()).toMatchObject({ conversations: 0 });
  });

  it('trusts no other identity than the one of the hub’s certificate', async () => {
    const vault = await test.open();
    const stranger = new HubSignalPeer(test.deviceId, { identity: IdentityKeyPair.generate().serialize(), session: null, seq: 0 });
    await vault.goLive();
    const material = await vault.newSession();
    await stranger.start(material);
    vault.goQuiet();
    await vault.goLive();
    expect(await vault.receive(await stranger.mail([conversationEvent(conversation())]))).toBe('session-broken');
    await test.hub.start(material);
    expect(await vault.receive(await test.hub.mail([]))).toBe('stored');
    expect(await vault.state()).toMatchObject({ conversations: 0 });
  });

  it('keeps its identity over a new session, drops what was still under way, and back-fills from the top', async () => {
    const vault = await test.openWithSession();
    const kept = conversation();
    const lost = conversation();
    await test.tell(conversationEvent(kept), conversationEvent(lost), { e: 'backfill.page', next: null });
    await test.mails();
    const underWay = await test.hub.mail([]);
    const identity = (await vault.newSession()).identityKey;
    expect(await vault.receive(underWay)).toBe('duplicate');
    const material = await vault.newSession();
    expect(Buffer.from(material.identityKey).equals(identity)).toBe(true);
    await test.hub.start(material);
    expect(await vault.receive(await test.hub.mail([]))).toBe('stored');
    expect(await test.mails()).toEqual([{ m: 'resume', seq: 4 }, { m: 'backfill', after: null }]);
    // What the new session's back-fill does not name, the agent may not see any more.
    await test.tell(conversationEvent(kept), { e: 'backfill.page', next: null });
    const list = await vault.query('inbox.list', all);
    expect(list.rows.map((row) => row.id)).toEqual([kept.id]);
  });

  it('says so when the hub sends what it does not understand, and can go on after it', async () => {
    const vault = await test.openWithSession();
    const mail = await test.hub.encrypted('{"seq":2,"events":[{"e":"from the future"}]}');
    await expect(vault.receive(mail)).rejects.toMatchObject({ kind: 'mail-malformed' });
    await expect(vault.receive(await test.hub.encrypted('not JSON'))).rejects.toMatchObject({ kind: 'mail-malformed' });
    expect(await vault.receive(await test.hub.mail([]))).toBe('stored');
  });

  it('takes a conversation that is with another customer than the one told beside it, who is not put in their place', async () => {
    const vault = await test.openWithSession();
    const about = conversation({ customerName: 'Maria Lopez' });
    const other = conversation({ customerName: 'Somebody Else' });
    await test.tell({ e: 'conversation', conversation: about, customer: customer(other) });
    const opened = await vault.query('conversation.open', { id: about.id, before: null, limit: 10 });
    expect(opened?.customer).toEqual({ id: about.customerId, name: 'Maria Lopez', identities: [] });
    await test.tell({ e: 'conversation', conversation: { ...about, revision: 2 }, customer: customer(about) });
    const again = await vault.query('conversation.open', { id: about.id, before: null, limit: 10 });
    expect(again?.customer).toEqual(customer(about));
  });

  it('stores many mails that arrive together, acknowledged once for each transaction', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const mails = [];
    for (let index = 0; index < 200; index += 1) mails.push(await test.hub.mail([conversationEvent(about), messageEvent(message({ conversationId: about.id }))]));
    const results = await Promise.all(mails.map((mail) => vault.receive(mail)));
    expect(new Set(results)).toEqual(new Set(['stored']));
    const acks = await test.mails();
    expect(acks.length).toBeLessThan(20);
    expect(acks[acks.length - 1]).toEqual({ m: 'ack', seq: 201 });
    expect(await vault.state()).toMatchObject({ conversations: 1, messages: 200 });
  });
});

describe('what the hub tells', () => {
  async function shown(id: string): Promise<Conversation | undefined> {
    const list = await test.opened.query('inbox.list', all);
    return list.rows.find((row) => row.id === id);
  }
  const find = async (query: string): Promise<string[]> => (await test.opened.query('search.messages', { query, limit: 10 })).hits.map((hit) => hit.messageId);

  it('replaces a message, and its search entry with it', async () => {
    await test.openWithSession();
    const about = conversation();
    const first = message({ conversationId: about.id, text: 'my card is four two four two' });
    await test.tell(conversationEvent(about), messageEvent(first));
    expect(await find('four')).toEqual([first.id]);
    await test.tell({ e: 'message.replaced', message: { ...first, text: 'my card is [card]', revision: 2 } });
    expect(await find('four')).toEqual([]);
    expect(await find('card')).toEqual([first.id]);
    await test.tell(messageEvent(first));
    expect(await find('four')).toEqual([]);
  });

  it('keeps the key of an attachment to itself: the page has name, kind, size and what to ask for it by', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const key = toBase64(newChunkKey());
    const contents = { state: 'kept', id: AttachmentId.parse(randomUUID()), key, redacted: false } as const;
    const shownOf = { name: 'tent.png', mediaType: 'image/png', size: 70_000 };
    await test.tell(conversationEvent(about), { e: 'message', message: { ...message({ conversationId: about.id }), attachments: [{ ...shownOf, contents }] } });
    const opened = await vault.query('conversation.open', { id: about.id, before: null, limit: 5 });
    expect(opened?.messages[0]?.attachments).toEqual([{ ...shownOf, contents: { state: 'kept', id: contents.id, hidden: [] } }]);
    expect(JSON.stringify(opened)).not.toContain(key);
  });

  it('follows a customer’s new name in the index', async () => {
    await test.openWithSession();
    const about = conversation({ customerName: 'Visitor' });
    const sent = message({ conversationId: about.id, authorName: 'Web chat' });
    await test.tell(messageEvent(sent), conversationEvent(about));
    expect(await find('visitor')).toEqual([sent.id]);
    await test.tell(conversationEvent({ ...about, customerName: 'Jürgen Groß', revision: 2 }));
    expect(await find('visitor')).toEqual([]);
    expect(await find('jurgen')).toEqual([sent.id]);
  });

  it('takes a reply from queued to what the channel says', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    const { messageId } = await vault.query('conversation.reply', { id: about.id, text: 'Done.' });
    const status = async (): Promise<string | undefined> =>
      (await vault.query('conversation.open', { id: about.id, before: null, limit: 5 }))?.messages.find((each) => each.id === messageId)?.status;
    expect(await status()).toBe('queued');
    const [, command] = await test.mails();
    if (command?.m !== 'command') throw new Error('No command was sent.');
    await test.tell({ e: 'command.result', key: command.key, outcome: { kind: 'done' } });
    expect(await status()).toBe('accepted');
    await test.tell(messageEvent(message({ id: messageId, conversationId: about.id, kind: 'outbound', status: 'sent', text: 'Done.' })));
    await test.tell({ e: 'message.status', messageId, status: 'delivered', failure: null });
    expect(await status()).toBe('delivered');
    expect(await vault.state()).toMatchObject({ queued: 0, messages: 1 });
  });

  it('marks a refused reply with the hub’s sentence and undoes a refused status with a line that says so', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    await vault.query('conversation.reply', { id: about.id, text: 'Done.' });
    await vault.query('conversation.status', { id: about.id, status: 'resolved' });
    expect(await shown(about.id)).toMatchObject({ status: 'resolved' });
    const refusals: HubEvent[] = (await test.mails()).flatMap((mail) =>
      mail.m === 'command' ? [{ e: 'command.result', key: mail.key, outcome: { kind: 'refused', message: 'Somebody else has it.' } }] : [],
    );
    expect(refusals).toHaveLength(2);
    await test.tell(...refusals);
    expect(await shown(about.id)).toMatchObject({ status: 'open' });
    const opened = await vault.query('conversation.open', { id: about.id, before: null, limit: 5 });
    expect(opened?.messages.map((each) => [each.kind, each.status, each.failure])).toEqual([
      ['outbound', 'failed', 'Somebody else has it.'],
      ['event', 'failed', 'Somebody else has it.'],
    ]);
  });

  it('shows queued work over what the hub still says, and the hub’s word after it', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    await vault.query('conversation.status', { id: about.id, status: 'pending' });
    await test.tell(conversationEvent({ ...about, revision: 2, subject: 'New subject' }));
    expect(await shown(about.id)).toMatchObject({ status: 'pending', subject: 'New subject' });
    const command = (await test.mails()).find((mail) => mail.m === 'command');
    if (command?.m !== 'command') throw new Error('No command was sent.');
    await test.tell({ e: 'command.result', key: command.key, outcome: { kind: 'done' } });
    expect(await shown(about.id)).toMatchObject({ status: 'pending' });
    await test.tell(conversationEvent({ ...about, revision: 3, status: 'resolved' }));
    expect(await shown(about.id)).toMatchObject({ status: 'resolved' });
  });

  it('purges conversation, messages, draft, queued work and search entries', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about), messageEvent(message({ conversationId: about.id, text: 'zanzibar' })));
    await vault.query('conversation.draft', { id: about.id, kind: 'reply', text: 'zanzibar too' });
    await vault.query('conversation.draft', { id: about.id, kind: 'note', text: 'zanzibar inside' });
    await vault.query('conversation.reply', { id: about.id, text: 'zanzibar again' });
    await test.tell({ e: 'conversation.purged', conversationId: about.id });
    expect(await shown(about.id)).toBeUndefined();
    expect(await find('zanzibar')).toEqual([]);
    expect(await vault.query('conversation.open', { id: about.id, before: null, limit: 5 })).toBeNull();
    expect(await vault.state()).toMatchObject({ conversations: 0, messages: 0, queued: 0 });
  });
});

describe('the outbox', () => {
  it('keeps work done offline and sends it in order, under the same key until it is answered', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    await test.mails();
    vault.goQuiet();
    await vault.query('conversation.note', { id: about.id, text: 'First.' });
    await vault.query('conversation.reply', { id: about.id, text: 'Second.' });
    await test.close();
    const again = await test.open({ create: false });
    expect(await again.state()).toMatchObject({ queued: 2 });
    await again.goLive();
    const first = (await test.mails()).filter((mail) => mail.m === 'command');
    expect(first.map((mail) => mail.command.do)).toEqual(['note', 'reply']);
    again.goQuiet();
    await again.goLive();
    const second = (await test.mails()).filter((mail) => mail.m === 'command');
    expect(second).toEqual(first);
    await test.tell(...first.map((mail): HubEvent => ({ e: 'command.result', key: mail.key, outcome: { kind: 'done' } })));
    await test.mails();
    again.goQuiet();
    await again.goLive();
    expect((await test.mails()).map((mail) => mail.m)).not.toContain('command');
  });

  it('put back from a copy of before it was sent, goes out again in a new session under the key it always had, which the hub has done already', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    await test.tell(conversationEvent(about));
    await test.mails();
    vault.goQuiet();
    await vault.query('conversation.reply', { id: about.id, text: 'Sent once.' });
    await test.close();
    const yesterday = readFileSync(test.file);
    const today = await test.open({ create: false });
    await today.goLive();
    const sent = (await test.mails()).filter((mail) => mail.m === 'command');
    const done = sent.map((mail): HubEvent => ({ e: 'command.result', key: mail.key, outcome: { kind: 'done' } }));
    await test.tell(...done);
    await test.close();

    writeFileSync(test.file, yesterday);
    const copy = await test.open({ create: false });
    await copy.goLive();
    // As the core does for a vault that its epoch has given away.
    await test.hub.start(await copy.newSession());
    test.sent.length = 0;
    await copy.receive(await test.hub.mail([]));
    expect((await test.mails()).filter((mail) => mail.m === 'command')).toEqual(sent);
    await test.tell(...done);
    expect(await copy.state()).toMatchObject({ queued: 0 });
  });

  it('tells the hub the newest message the agent had read', async () => {
    const vault = await test.openWithSession();
    const about = conversation();
    const [seen, unseen] = [message({ conversationId: about.id, sentAt: 10 }), message({ conversationId: about.id, sentAt: 20 })];
    await test.tell(conversationEvent(about), messageEvent(seen), messageEvent(unseen));
    await vault.query('conversation.read', { id: about.id, upTo: 10 });
    await test.mails();
    await vault.query('conversation.reply', { id: about.id, text: 'Yes.' });
    expect(await test.mails()).toMatchObject([{ command: { seen: seen.id } }]);
  });
});
