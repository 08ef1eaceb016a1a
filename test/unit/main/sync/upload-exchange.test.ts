import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Line } from '../../../../main/sync/line.ts';
import { UploadExchange } from '../../../../main/sync/upload-exchange.ts';
import { type ControlToHub, maxChunksInUpload } from '../../../../shared/contract/wire/index.ts';
import { chunkSize } from '../../../../shared/domain/attachment.ts';
import type { AttachmentId, ConversationId } from '../../../../shared/domain/ids.ts';
import { chunkCount } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from '../vault/opened-vault.ts';

type Said = Extract<ControlToHub, { c: 'upload-begin' | 'upload-chunks' }>;

let vault: VaultUnderTest;
let said: Said[];
let session: boolean;
/** What the hub has of each file. */
let has: Map<string, number>;
/** The hub's answer; it comes later, as a frame does. */
let answer: (message: Said) => void;
let limits: (() => void)[];
let exchange: UploadExchange;

beforeEach(async () => {
  vault = new VaultUnderTest();
  await vault.openWithSession();
  [said, limits, session, has] = [[], [], true, new Map()];
  answer = (message) => {
    const before = has.get(message.attachment) ?? 0;
    if (message.c === 'upload-chunks' && message.first === before) has.set(message.attachment, before + message.sealed.length);
    exchange.state({ c: 'upload-state', attachment: message.attachment, chunks: has.get(message.attachment) ?? 0 });
  };
  const tell = (message: ControlToHub) => {
    if (message.c !== 'upload-begin' && message.c !== 'upload-chunks') return;
    said.push(message);
    setImmediate(() => answer(message));
  };
  const after = (milliseconds: number, run: () => void) => {
    if (milliseconds >= 15_000) limits.push(run);
    else setImmediate(run);
    return () => undefined;
  };
  exchange = new UploadExchange({ timers: { after }, line: { tell } as unknown as Line, sessionOpen: () => session, emit: () => undefined });
  exchange.opened(vault.opened);
});
afterEach(() => vault.remove());

/** A reply with a file of so many chunks waits. */
async function waits(chunks: number): Promise<{ readonly id: ConversationId; readonly file: AttachmentId }> {
  const about = conversation();
  await vault.tell(conversationEvent(about));
  const plain = randomBytes((chunks - 1) * chunkSize + 10);
  const begun = await vault.opened.query('composer.begin-file', { id: about.id, kind: 'reply', name: 'letter.pdf', size: plain.length });
  if (begun.kind !== 'begun') throw new Error(begun.why);
  for (let index = 0; index < chunkCount(plain.length); index += 1) await vault.opened.query('composer.file-chunk', { file: begun.file, index, bytes: new Uint8Array(plain.subarray(index * chunkSize, (index + 1) * chunkSize)) });
  await vault.opened.query('conversation.reply', { id: about.id, text: 'See the letter.', files: [begun.file] });
  return { id: about.id, file: begun.file };
}
const replies = async () => (await vault.mails()).flatMap((mail) => (mail.m === 'command' && mail.command.do === 'reply' ? [mail.command] : []));
const patience = { timeout: 60_000, interval: 20 };

test('a file goes up a few chunks at once, and then its reply goes out', async () => {
  const { file } = await waits(maxChunksInUpload + 2);
  exchange.look();
  await vi.waitFor(() => expect(has.get(file)).toBe(maxChunksInUpload + 2), patience);
  await vi.waitFor(async () => expect(await replies()).toHaveLength(1), patience);
  expect(said.map((message) => (message.c === 'upload-begin' ? message.c : [message.first, message.sealed.length]))).toEqual(['upload-begin', [0, maxChunksInUpload], [maxChunksInUpload, 2]]);
});

test('it goes on from where the hub has got, after the link was gone in the middle', async () => {
  const { file } = await waits(2 * maxChunksInUpload);
  const usual = answer;
  answer = (message) => {
    if (message.c === 'upload-begin') return usual(message);
    // Taken, and the link goes before the answer has come.
    has.set(file, maxChunksInUpload);
    session = false;
    exchange.giveUp();
  };
  exchange.look();
  await vi.waitFor(() => expect(session).toBe(false), patience);
  expect(await replies()).toEqual([]);
  answer = usual;
  session = true;
  exchange.look();
  await vi.waitFor(async () => expect(await replies()).toHaveLength(1), patience);
  expect(said.flatMap((message) => (message.c === 'upload-chunks' ? [message.first] : []))).toEqual([0, maxChunksInUpload]);
});

test('a hub that takes nothing, or does not answer, is not asked again and again, and the reply stays', async () => {
  const { file } = await waits(2);
  answer = (message) => exchange.state({ c: 'upload-state', attachment: message.attachment, chunks: 0 });
  exchange.look();
  await vi.waitFor(() => expect(said.length).toBe(2), patience);
  answer = () => limits.at(-1)?.();
  exchange.look();
  await vi.waitFor(() => expect(said.length).toBe(3), patience);
  expect(await replies()).toEqual([]);
  expect(await vault.opened.uploads.next()).toMatchObject({ id: file });
});

test('a file that the hub refuses fails its reply, and the next one goes on', async () => {
  const refused = await waits(1);
  const other = await waits(1);
  const usual = answer;
  answer = (message) => {
    if (message.attachment === refused.file) exchange.refused({ c: 'upload-refused', attachment: message.attachment, reason: 'gone' });
    else usual(message);
  };
  exchange.look();
  await vi.waitFor(async () => expect((await replies()).map(({ conversationId }) => conversationId)).toEqual([other.id]), patience);
  const page = await vault.opened.query('conversation.open', { id: refused.id, before: null, limit: 10 });
  expect(page?.messages.at(-1)).toMatchObject({ status: 'failed', failure: expect.stringContaining('does not take files') });
});
