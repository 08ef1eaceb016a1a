import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttachmentId, BeginningId, ConversationId, CustomerId } from '../../../../shared/domain/ids.ts';
import type { ChannelChoice } from '../../../../shared/domain/outgoing.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { newChunkKey, sealChunk } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { decryptedPages } from './decrypted-pages.ts';
import { VaultUnderTest } from './opened-vault.ts';

const mailbox: ChannelChoice = { id: randomUUID(), kind: 'email', name: 'Support', address: 'support@shop.example', country: null };
const canaries = ['canary', 'qwertzina'];

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const filesHere = () => (existsSync(join(test.folder, 'attachments')) ? readdirSync(join(test.folder, 'attachments')) : []);

async function brought(id: ConversationId, kind: 'reply' | 'note' | 'start', name: string): Promise<AttachmentId> {
  const answer = await test.opened.query('composer.begin-file', { id, kind, name, size: 10 });
  if (answer.kind !== 'begun') throw new Error(answer.why);
  await test.opened.query('composer.file-chunk', { file: answer.file, index: 0, bytes: new Uint8Array(randomBytes(10)) });
  return answer.file;
}

/** A customer of whom this laptop has two conversations, a file that came, one that is to go, drafts, queued replies, a form, and a mail that the hub does not know of yet; and another, whose all stays. */
async function laptop() {
  await test.openWithSession();
  await test.tell({ e: 'channels', channels: [mailbox] });
  const customerId = CustomerId.parse(randomUUID());
  const [one, two] = [conversation({ customerId, customerName: 'Qwertzina Canary', subject: 'canarysubject' }), conversation({ customerId, customerName: 'Qwertzina Canary', subject: 'canarysubject two' })];
  const stays = conversation({ customerName: 'Maria Stays' });
  const [id, key] = [AttachmentId.parse(randomUUID()), newChunkKey()];
  const came = { ...message({ conversationId: one.id, authorName: 'Qwertzina Canary', text: 'canaryword with a file' }), attachments: [{ name: 'canaryfile.png', mediaType: 'image/png', size: 5, contents: { state: 'kept', id, key: toBase64(key), redacted: false } as const }] };
  await test.tell(...[one, two, stays].map(conversationEvent), { e: 'message', message: came }, messageEvent(message({ conversationId: two.id, text: 'canaryword again' })), messageEvent(message({ conversationId: stays.id, text: 'keptword' })));
  await test.opened.attachments.store({ messageId: came.id, id }, 0, sealChunk(key, { id, size: 5 }, 0, Buffer.from('Hello')));
  await test.opened.query('conversation.draft', { id: one.id, kind: 'reply', text: 'canarydraft' });
  await brought(one.id, 'note', 'canarynote.pdf');
  await test.opened.query('conversation.reply', { id: two.id, text: 'canaryreply' });
  const form = BeginningId.parse(randomUUID());
  const content = { way: 'email', channelId: mailbox.id, with: { kind: 'customer', customerId, name: 'Qwertzina Canary' }, name: '', subject: 'canaryform', text: 'canaryform', call: { direction: 'in', at: null, minutes: '0', outcome: 'answered', recording: '' } } as const;
  await test.opened.query('beginnings.save', { id: form, content, stamp: 0 });
  await brought(ConversationId.parse(form), 'start', 'canaryform.pdf');
  await test.opened.query('conversation.start', { channelId: mailbox.id, to: { kind: 'customer', customerId }, subject: 'canarystart', text: 'canarystart' });
  return { customerId, one, two, stays, place: { messageId: came.id, id } };
}

const purged = ({ id }: { readonly id: ConversationId }, erased?: CustomerId) => ({ e: 'conversation.purged' as const, conversationId: id, ...(erased === undefined ? {} : { erased }) });
const found = async (query: string) => (await test.opened.query('search.messages', { query, limit: 20 })).hits.length;

describe('a customer who was erased', () => {
  it('can be read no more: not in lists, search, conversations, forms, customers, files or drafts; and is nowhere in the decrypted file, nor after it was opened again', async () => {
    const { customerId, one, two, stays, place } = await laptop();
    expect([await found('canaryword'), filesHere().length]).toEqual([2, 3]);
    expect(decryptedPages(test).toString('latin1').toLowerCase()).toContain('canary');
    await test.mails();

    await test.tell(purged(one, customerId), purged(two, customerId));

    const nothing = async () => {
      for (const { id } of [one, two]) expect(await test.opened.query('conversation.open', { id, before: null, limit: 10 })).toBeNull();
      for (const query of ['canaryword', 'qwertzina', 'canaryreply']) expect(await found(query), query).toBe(0);
      expect(await found('keptword')).toBe(1);
      expect((await test.opened.query('inbox.list', { view: 'all', after: null, limit: 20 })).rows.map(({ id }) => id)).toEqual([stays.id]);
      expect(await test.opened.query('inbox.customers', { typed: 'Qwertzina' })).toEqual([]);
      expect(await test.opened.query('beginnings.list', null)).toEqual([]);
      await expect(test.opened.attachments.read(place, 0)).rejects.toMatchObject({ kind: 'attachment-gone' });
      expect(filesHere()).toEqual([]);
    };
    await nothing();
    // The hub hears that it is stored, and of no reply, draft or form of theirs.
    await test.opened.sendDrafts();
    expect((await test.mails()).map(({ m }) => m)).toEqual(['ack']);
    for (const left of [decryptedPages(test), (await test.close(), decryptedPages(test))]) {
      const text = left.toString('latin1').toLowerCase();
      expect(text).toContain('keptword');
      for (const canary of canaries) expect(text.includes(canary), `${canary} is still in the file`).toBe(false);
    }
    await test.open({ create: false });
    await nothing();
  });

  it('goes conversation by conversation, as the hub names them: what it names twice, or has never told of, changes nothing more', async () => {
    const { customerId, one, two, stays } = await laptop();
    await test.tell(purged(one, customerId));
    expect(await test.opened.query('conversation.open', { id: one.id, before: null, limit: 10 })).toBeNull();
    expect(await test.opened.query('beginnings.list', null)).toEqual([]);
    await test.tell(purged(two, customerId), purged(conversation(), customerId), purged(one, customerId));
    expect(await test.opened.query('conversation.open', { id: two.id, before: null, limit: 10 })).toBeNull();
    expect((await test.opened.query('inbox.list', { view: 'all', after: null, limit: 20 })).rows.map(({ id }) => id)).toEqual([stays.id]);
    expect(decryptedPages(test).toString('latin1').toLowerCase().includes('canary')).toBe(false);
  });

  it('takes nothing along of somebody who was one with them when this laptop was last there: reply and draft stay, and go where they belong', async () => {
    const { customerId, one, two } = await laptop();
    const theirs = conversation({ customerId, customerName: 'Qwertzina Canary', subject: 'Tent', revision: 3 });
    await test.tell(conversationEvent(theirs), messageEvent(message({ conversationId: theirs.id, authorName: 'Bea Other', text: 'Is the tent there?' })));
    await test.opened.query('conversation.draft', { id: theirs.id, kind: 'note', text: 'to be looked up' });
    await test.opened.query('conversation.reply', { id: theirs.id, text: 'It is on its way' });
    await test.mails();
    // The merge was taken back while nothing came through, and the hub has erased the one alone.
    await test.tell(purged(one, customerId), purged(two, customerId));
    const apart = { ...theirs, customerId: CustomerId.parse(randomUUID()), customerName: 'Bea Other', revision: 4 };
    await test.tell(conversationEvent(apart));
    const page = await test.opened.query('conversation.open', { id: theirs.id, before: null, limit: 10 });
    expect(JSON.stringify(page)).toContain('It is on its way');
    expect(JSON.stringify(page)).toContain('to be looked up');
    expect(await test.opened.query('inbox.customers', { typed: 'Qwertzina' })).toEqual([]);
    await test.close();
    expect(decryptedPages(test).toString('latin1').toLowerCase().includes('qwertzina')).toBe(false);
  });

  it('is more than one whom the agent may not see any more: then what was begun with them stays as long as anything of them is here', async () => {
    const { one, two } = await laptop();
    await test.tell(purged(one));
    expect(await test.opened.query('conversation.open', { id: two.id, before: null, limit: 10 })).not.toBeNull();
    expect(await test.opened.query('beginnings.list', null)).toHaveLength(1);
  });
});
