import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AttachmentExchange, type FetchOutcome } from '../../../../main/sync/attachment-exchange.ts';
import type { Line } from '../../../../main/sync/line.ts';
import { type ControlToHub, maxChunksAtOnce } from '../../../../shared/contract/wire/index.ts';
import { chunkSize } from '../../../../shared/domain/attachment.ts';
import { AttachmentId } from '../../../../shared/domain/ids.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { chunkCount, newChunkKey, sealChunk } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from '../vault/opened-vault.ts';

type Wanted = Extract<ControlToHub, { c: 'attachment-fetch' }>;

let vault: VaultUnderTest;
let asked: Wanted[];
let session: boolean;
/** What is answered to a request; it comes later, as a frame does. */
let answer: (wanted: Wanted) => void;
let exchange: AttachmentExchange;
/** Waits are over at once; the limit for an answer is the test's to end. */
let limits: (() => void)[];
let told: { id: AttachmentId; done: number }[];
let lent: { id: AttachmentId; until: number }[];

beforeEach(async () => {
  vault = new VaultUnderTest();
  await vault.openWithSession();
  [asked, limits, told, lent, session] = [[], [], [], [], true];
  const tell = (said: ControlToHub) => {
    if (said.c !== 'attachment-fetch') return;
    asked.push(said);
    setImmediate(() => answer(said));
  };
  const after = (milliseconds: number, run: () => void) => {
    if (milliseconds >= 15_000) limits.push(run);
    else setImmediate(run);
    return () => undefined;
  };
  exchange = new AttachmentExchange({ timers: { after }, line: { tell } as unknown as Line, sessionOpen: () => session, progress: (id, done) => told.push({ id, done }), lent: (id, until) => lent.push({ id, until }) });
  exchange.opened(vault.opened);
});
afterEach(() => vault.remove());

async function attached(chunks: number) {
  const plain = randomBytes((chunks - 1) * chunkSize + 10);
  const [id, key, about] = [AttachmentId.parse(randomUUID()), newChunkKey(), conversation()];
  const said = { ...message({ conversationId: about.id }), attachments: [{ name: 'tent.png', mediaType: 'image/png', size: plain.length, contents: { state: 'kept', id, key: toBase64(key), redacted: false } as const }] };
  await vault.tell(conversationEvent(about), { e: 'message', message: said });
  const sealed = Array.from({ length: chunkCount(plain.length) }, (_, index) => sealChunk(key, { id, size: plain.length }, index, plain.subarray(index * chunkSize, (index + 1) * chunkSize)));
  return { place: { messageId: said.id, id }, sealed };
}
const give = (sealed: readonly Uint8Array[], { attachment, first, count }: Wanted) => {
  for (let index = first; index < first + count; index += 1) exchange.came({ c: 'attachment-chunk', attachment, index, sealed: toBase64(sealed[index]!) });
};
const here = async ({ place }: Awaited<ReturnType<typeof attached>>) => (await vault.opened.attachments.progress(place)).chunks;

test('all of an attachment is asked for, so many chunks at once, and kept; asked for again it is here', async () => {
  const one = await attached(maxChunksAtOnce + 2);
  answer = (wanted) => give(one.sealed, wanted);
  expect(await exchange.fetch(one.place)).toBe('whole');
  expect(asked.map(({ first, count }) => [first, count])).toEqual([[0, maxChunksAtOnce], [maxChunksAtOnce, 2]]);
  expect(await exchange.fetch(one.place)).toBe('whole');
  expect(asked).toHaveLength(2);
});

test('a link that goes leaves what has come, and the next fetch goes on from there', async () => {
  const one = await attached(5);
  answer = (wanted) => {
    give(one.sealed, { ...wanted, count: 2 });
    exchange.giveUp();
  };
  expect(await exchange.fetch(one.place)).toBe('unreachable');
  await expect.poll(() => here(one)).toBe(2);
  answer = (wanted) => give(one.sealed, wanted);
  expect(await exchange.fetch(one.place)).toBe('whole');
  expect(asked.at(-1)).toMatchObject({ first: 2, count: 3 });
});

test.each(['withheld', 'gone'] as const)('what the hub says is %s is asked for once, and nothing is kept', async (reason) => {
  const one = await attached(3);
  answer = ({ attachment }) => exchange.refused({ c: 'attachment-refused', attachment, reason });
  expect(await exchange.fetch(one.place)).toBe(reason);
  expect([asked.length, await here(one)]).toEqual([1, 0]);
});

test('a hub that does not answer, without a session, or with the vault closed, is unreachable', async () => {
  const one = await attached(2);
  answer = () => limits.at(-1)?.();
  expect(await exchange.fetch(one.place)).toBe('unreachable');
  session = false;
  expect(await exchange.fetch(one.place)).toBe('unreachable');
  session = true;
  exchange.closing();
  expect(await exchange.fetch(one.place)).toBe('unreachable');
  expect(asked).toHaveLength(1);
});

test('chunks of another attachment that come late change nothing', async () => {
  const [one, other] = [await attached(2), await attached(2)];
  answer = (wanted) => {
    give(other.sealed, { ...wanted, attachment: other.place.id });
    give(one.sealed, wanted);
  };
  expect(await exchange.fetch(one.place)).toBe('whole');
  expect(await here(other)).toBe(0);
});

test('forged chunks are refused and not kept, and the next fetch is served', async () => {
  const [one, other] = [await attached(2), await attached(2)];
  answer = (wanted) => give(other.sealed, wanted);
  await expect(exchange.fetch(one.place)).rejects.toMatchObject({ kind: 'attachment-damaged' });
  expect([await here(one), await here(other)]).toEqual([0, 0]);
  answer = (wanted) => give(one.sealed, wanted);
  expect(await exchange.fetch(one.place)).toBe('whole');
});

test('how far it is, is told on the way', async () => {
  const one = await attached(maxChunksAtOnce + 2);
  answer = (wanted) => give(one.sealed, wanted);
  await exchange.fetch(one.place);
  expect(told).toEqual([{ id: one.place.id, done: 0 }, { id: one.place.id, done: maxChunksAtOnce / (maxChunksAtOnce + 2) }]);
});

test('another one that is asked for comes first; what has come of the one before stays', async () => {
  const [one, other] = [await attached(3 * maxChunksAtOnce), await attached(1)];
  let second: Promise<FetchOutcome> | undefined;
  answer = (wanted) => {
    second ??= exchange.fetch(other.place);
    give(wanted.attachment === one.place.id ? one.sealed : other.sealed, wanted);
  };
  expect(await exchange.fetch(one.place)).toBe('superseded');
  expect(await second).toBe('whole');
  expect(await here(one)).toBe(maxChunksAtOnce);
});
