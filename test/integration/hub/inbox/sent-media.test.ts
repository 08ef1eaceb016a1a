import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginUpload, takeChunks } from '../../../../hub/conversations/uploads.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { statusOf, textOf, whatsAppBody, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { pdf, png } from '../../../doubles/sent-files.ts';
import { sealedFile } from '../../../doubles/uploaded-file.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna Bergström' };
const picture = png({ width: 60, height: 40, colour: [10, 20, 30] });

let hub: MetaHub;
let conversationId: ConversationId;
beforeEach(async () => {
  hub = await openMetaHub('whatsapp');
  await hub.provider.deliver(whatsAppMessages([whatsAppMessage(anna, textOf('May I see it?'))]));
  await hub.arrived(1);
  conversationId = ConversationId.parse(hub.inbound()[0]?.conversationId);
});
afterEach(() => hub.end());

async function reply(files: readonly { readonly name: string; readonly plain: Uint8Array }[], text = 'Here it is.') {
  const sealed = files.map(({ name, plain }) => sealedFile(name, plain));
  for (const { file, chunks } of sealed) {
    await hub.db.transaction().execute(async (tx) => {
      await beginUpload(tx, hub.agent, { id: file.id, conversationId, size: file.size }, hub.clock.now());
      await takeChunks(tx, hub.agent, { id: file.id, first: 0, sealed: chunks }, hub.clock.now());
    });
  }
  const messageId = MessageId.parse(randomUUID());
  const outcome = await hub.execute(hub.agent, { do: 'reply', conversationId, messageId, text, files: sealed.map(({ file }) => file), seen: null });
  return { messageId, outcome };
}
const taken = (count: number) => vi.waitFor(() => expect(hub.provider.taken).toHaveLength(count), waiting);

describe('a file of a reply by WhatsApp', () => {
  it('is uploaded and named by one message, with the text as its caption', async () => {
    await reply([{ name: 'tent.png', plain: picture }]);
    await taken(1);
    expect(hub.provider.taken[0]).toMatchObject({ text: 'Here it is.', file: { type: 'image', name: null } });
    expect(hub.provider.taken[0]?.file?.bytes.equals(picture)).toBe(true);
  });

  it('that is no picture goes as a document under its name', async () => {
    const letter = pdf(['Dear Anna']);
    await reply([{ name: 'Rechnung “20931”.pdf', plain: letter }]);
    await taken(1);
    expect(hub.provider.taken[0]?.file).toMatchObject({ type: 'document', name: 'Rechnung “20931”.pdf' });
    expect(hub.provider.taken[0]?.file?.bytes.equals(letter)).toBe(true);
  });

  it('leaves once where the link broke during its upload', async () => {
    hub.provider.nextUpload.push('hung-up', { error: 131_000, status: 500 });
    const { messageId } = await reply([{ name: 'tent.png', plain: picture }]);
    await vi.waitFor(() => expect(hub.provider.nextUpload).toHaveLength(1), waiting);
    await hub.hurry();
    await vi.waitFor(() => expect(hub.provider.nextUpload).toHaveLength(0), waiting);
    await hub.hurry();
    await taken(1);
    await hub.hurry();
    expect(hub.provider.taken.map(({ callback }) => callback)).toEqual([messageId]);
  });

  it('leaves once where the answer to its message was lost', async () => {
    hub.provider.next.push('taken-without-answer');
    const { messageId } = await reply([{ name: 'tent.png', plain: picture }]);
    await vi.waitFor(() => expect(hub.statusesOf(messageId).map(({ status }) => status)).toContain('delivered'), waiting);
    await hub.hurry();
    await hub.hurry();
    expect(hub.provider.taken).toHaveLength(1);
  });

  it('that WhatsApp does not take fails with a reason and no message', async () => {
    hub.provider.nextUpload.push({ error: 131_053 });
    const { messageId } = await reply([{ name: 'tent.png', plain: picture }]);
    await vi.waitFor(() => expect(hub.statusesOf(messageId).at(-1)).toMatchObject({ status: 'failed', failure: 'The file could not be sent.' }), waiting);
    expect(hub.provider.taken).toEqual([]);
  });

  it.each<[string, readonly { readonly name: string; readonly plain: Uint8Array }[], string, RegExp]>([
    ['of eleven', Array.from({ length: 11 }, (_, n) => ({ name: `${n}.png`, plain: picture })), 'All.', /more files than this channel takes/],
    ['of a kind that WhatsApp has not', [{ name: 'raw.png', plain: randomBytes(100) }], 'This.', /does not take files of the kind/],
    ['with more text than a message has', [{ name: 'a.png', plain: picture }], 'x'.repeat(4_097), /4096 characters/],
  ])('is refused before anything leaves where it is one %s', async (_what, files, text, reason) => {
    expect((await reply(files, text)).outcome).toEqual({ kind: 'refused', message: expect.stringMatching(reason) });
    expect(hub.provider.taken).toEqual([]);
  });
});

/** The provider takes one message in six seconds for each customer. */
const patient = { timeout: 60_000, interval: 50 };
const both = [{ name: 'tent.png', plain: picture }, { name: 'letter.pdf', plain: pdf(['Dear Anna']) }];
const shape = () => hub.provider.taken.map(({ text, file }) => [text, file?.type ?? null, file?.name ?? null]);
const whole = [['Both of them.', null, null], ['', 'image', null], ['', 'document', 'letter.pdf']];
const lastStatus = (id: string) => hub.statusesOf(id).at(-1);

describe('a reply by WhatsApp of which more messages than one are made', { timeout: 120_000 }, () => {
  it('goes out as its text and then each file, in order, and only the text answers', async () => {
    const { messageId } = await reply(both, 'Both of them.');
    await vi.waitFor(() => expect(lastStatus(messageId)).toMatchObject({ status: 'delivered' }), patient);
    expect(shape()).toEqual(whole);
    expect(hub.provider.taken.map(({ callback }) => callback)).toEqual([0, 1, 2].map((part) => `${messageId}/${part}`));
    expect(hub.provider.taken.map(({ answers }) => answers !== null)).toEqual([true, false, false]);
    // Not before the last of them.
    expect(hub.statusesOf(messageId).map(({ status }) => status)).not.toContain('failed');
  });

  it('has one file and more text than a caption has', async () => {
    const long = 'x'.repeat(1_025);
    const { messageId } = await reply([{ name: 'tent.png', plain: picture }], long);
    await vi.waitFor(() => expect(lastStatus(messageId)).toMatchObject({ status: 'delivered' }), patient);
    expect(shape()).toEqual([[long, null, null], ['', 'image', null]]);
  });

  it('is where the worst of them is', async () => {
    hub.provider.tells = false;
    const { messageId } = await reply(both, 'Both of them.');
    await vi.waitFor(() => expect(lastStatus(messageId)).toMatchObject({ status: 'sent' }), patient);
    const tell = (part: number, status: string, more = {}) => hub.provider.deliver(whatsAppBody({ statuses: [statusOf(hub.provider.taken[part]?.id ?? '', status, { biz_opaque_callback_data: `${messageId}/${part}`, ...more })] }));
    const told = async (part: number, status: string, more = {}) => {
      await tell(part, status, more);
      await hub.channels.idle();
    };
    await told(0, 'read');
    await told(1, 'delivered');
    expect(lastStatus(messageId)).toMatchObject({ status: 'sent' });
    await told(2, 'delivered');
    expect(lastStatus(messageId)).toMatchObject({ status: 'delivered' });
    await told(1, 'failed', { errors: [{ code: 131_053 }] });
    expect(lastStatus(messageId)).toMatchObject({ status: 'failed', failure: 'This went out as 3 messages. Message 2 failed: The file could not be sent.' });
  });

  it('leaves once each where answers were lost, and nothing comes between', async () => {
    hub.provider.next.push('taken-without-answer', 'taken-without-answer');
    const { messageId } = await reply(both, 'Both of them.');
    const next = await hub.reply('One more thing.');
    await vi.waitFor(() => expect(lastStatus(next)).toMatchObject({ status: 'delivered' }), patient);
    await hub.hurry();
    expect(shape()).toEqual([...whole, ['One more thing.', null, null]]);
    expect(lastStatus(messageId)).toMatchObject({ status: 'delivered' });
  });

  it('is begun, and holds back what is written after it in its conversation, and nothing else', async () => {
    hub.provider.nextUpload.push({ error: 131_000, status: 500 });
    const { messageId } = await reply(both, 'Both of them.');
    await vi.waitFor(() => expect(hub.provider.nextUpload).toEqual([]), patient);
    await hub.channels.idle();
    const of = (id: string) => hub.db.selectFrom('deliveries').selectAll().where('message_id', '=', id).executeTakeFirstOrThrow();
    expect(await of(messageId)).toMatchObject({ state: 'waiting', attempts: 1 });
    await hub.provider.deliver(whatsAppMessages([whatsAppMessage({ userId: 'DE.2', phone: '491700000002', name: 'Bo' }, textOf('Hello'))]));
    await hub.arrived(2);
    const elsewhere = await hub.reply('Hello Bo.');
    const next = await hub.reply('One more thing.', hub.inbound()[0]);
    await vi.waitFor(() => expect(lastStatus(elsewhere)).toMatchObject({ status: 'delivered' }), patient);
    await hub.channels.idle();
    // Nobody has tried it.
    const { state, next_try_at, created_at } = await of(next);
    expect([state, next_try_at]).toEqual(['waiting', created_at]);
  });

  it('goes on where the hub stopped: what had left is not sent again', async () => {
    await reply(both, 'Both of them.');
    await vi.waitFor(() => expect(hub.provider.taken).toHaveLength(2), patient);
    await hub.channels.stop();
    const { state } = await hub.db.selectFrom('deliveries').select('state').executeTakeFirstOrThrow();
    expect(['waiting', 'sending']).toContain(state);
    await hub.channels.start();
    await vi.waitFor(() => expect(shape()).toEqual(whole), patient);
  });

  it('ends with the first of them that WhatsApp refuses, and says which', async () => {
    hub.provider.nextUpload.push({ error: 131_053 });
    const { messageId } = await reply(both, 'Both of them.');
    await vi.waitFor(() => expect(lastStatus(messageId)).toMatchObject({ status: 'failed', failure: 'This went out as 3 messages. Message 2 failed: The file could not be sent.' }), patient);
    await hub.hurry();
    expect(shape()).toEqual([['Both of them.', null, null]]);
  });
});
