import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttachmentExchange } from '../../../../main/sync/attachment-exchange.ts';
import type { Line } from '../../../../main/sync/line.ts';
import { AttachmentId } from '../../../../shared/domain/ids.ts';
import { bytes, toBase64 } from '../../../../shared/trust/bytes.ts';
import { newChunkKey, sealChunk } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { decryptedPages } from './decrypted-pages.ts';
import { VaultUnderTest } from './opened-vault.ts';

const soon = { timeout: 60_000 };
const minute = 60_000;
let test: VaultUnderTest;
beforeEach(async () => {
  test = new VaultUnderTest();
  await test.openWithSession();
});
afterEach(() => test.remove());

const folder = () => join(test.folder, 'attachments');
const files = () => (existsSync(folder()) ? readdirSync(folder()) : []);

/** A file that the hub holds, in a message that the vault has been told of: without its key. */
async function held() {
  const [plain, id, key, about] = [randomBytes(1000), AttachmentId.parse(randomUUID()), newChunkKey(), conversation()];
  const said = { ...message({ conversationId: about.id }), attachments: [{ name: 'order.docx', mediaType: 'application/octet-stream', size: plain.length, contents: { state: 'held' as const, id, hidden: [{ type: 'phone', count: 1 }] } }] };
  await test.tell(conversationEvent(about), { e: 'message', message: said });
  return { place: { messageId: said.id, id }, about, plain, key: bytes(key), sealed: sealChunk(key, { id, size: plain.length }, 0, plain) };
}
type Held = Awaited<ReturnType<typeof held>>;

/** What the hub sends for a file that this laptop may have. */
async function lent({ place, key, sealed }: Held, seconds = 600): Promise<void> {
  await test.opened.attachments.lend(place, bytes(key), seconds);
  await test.opened.attachments.store(place, 0, sealed);
}
const read = async ({ place }: Held) => test.opened.attachments.read(place, 0).then((chunk) => (chunk === null ? null : Buffer.from(chunk)));
/** Whether anything that opens the file, or is it, lies anywhere: in the database and its log, decrypted, or in a file. */
function found({ key, plain, sealed }: Held): string[] {
  const database = decryptedPages(test);
  const all = [database, ...files().map((name) => readFileSync(join(folder(), name)))];
  return Object.entries({ key, plain, sealed }).filter(([, part]) => all.some((place) => place.includes(Buffer.from(part).subarray(0, 39)))).map(([name]) => name);
}

describe('a file that the hub holds', () => {
  it('is not taken in, nor opened, before the hub has lent it', async () => {
    const one = await held();
    expect(await test.opened.attachments.progress(one.place)).toEqual({ size: 1000, chunks: 0, of: 1, until: null });
    await expect(test.opened.attachments.store(one.place, 0, one.sealed)).rejects.toMatchObject({ kind: 'attachment-gone' });
    expect(await read(one)).toBeNull();
    expect(files()).toEqual([]);
  });

  it('opens while it is lent, and is purged with its key when its time is over: nothing of either is left in the vault’s files', async () => {
    const one = await held();
    await lent(one, 600);
    expect(await read(one)).toEqual(one.plain);
    expect(await test.opened.attachments.progress(one.place)).toMatchObject({ chunks: 1, until: test.now + 10 * minute });
    expect(found(one)).toEqual(['key', 'sealed']);
    const other = await held();
    test.now += 10 * minute;
    // The next thing that is lent ends what is over; so does the timer.
    await lent(other);
    expect(test.lentNoMore).toEqual([one.place.id]);
    expect(await read(one)).toBeNull();
    await expect.poll(() => found(one), soon).toEqual([]);
    expect(files()).toHaveLength(1);
    expect(await read(other)).toEqual(other.plain);
    await expect(test.opened.attachments.store(one.place, 0, one.sealed)).rejects.toMatchObject({ kind: 'attachment-gone' });
  });

  it('goes by itself when its time comes, without anybody asking', async () => {
    const one = await held();
    await lent(one, 1);
    test.now += 1_000;
    await expect.poll(() => test.lentNoMore, soon).toEqual([one.place.id]);
    await expect.poll(() => found(one), soon).toEqual([]);
  });

  it('whose time ran out while the vault was locked goes when it is opened', async () => {
    const one = await held();
    await lent(one);
    await test.close();
    test.now += 11 * minute;
    await test.open({ create: false });
    expect(test.lentNoMore).toEqual([one.place.id]);
    expect(files()).toEqual([]);
    await expect.poll(() => found(one), soon).toEqual([]);
  });

  it('is not kept longer by a clock that was set back', async () => {
    const one = await held();
    await lent(one);
    test.now -= minute;
    expect(await read(one)).toBeNull();
    await test.close();
    await test.open({ create: false });
    expect([test.lentNoMore, files()]).toEqual([[one.place.id], []]);
  });

  it('goes with the conversation, when the agent may see that no more', async () => {
    const one = await held();
    await lent(one);
    await test.tell({ e: 'conversation.purged', conversationId: one.about.id });
    await expect.poll(files, soon).toEqual([]);
    await expect.poll(() => found(one), soon).toEqual([]);
  });
});

it('what opens a file is kept before its first chunk, and the page learns until when it is here', async () => {
  const one = await held();
  const told: unknown[] = [];
  const exchange: AttachmentExchange = new AttachmentExchange({
    timers: { after: () => () => undefined },
    line: {
      tell: () =>
        setImmediate(() => {
          exchange.lent({ c: 'attachment-lent', attachment: AttachmentId.parse(randomUUID()), key: toBase64(one.key), seconds: 60 });
          exchange.lent({ c: 'attachment-lent', attachment: one.place.id, key: toBase64(one.key), seconds: 60 });
          exchange.came({ c: 'attachment-chunk', attachment: one.place.id, index: 0, sealed: toBase64(one.sealed) });
        }),
    } as unknown as Line,
    sessionOpen: () => true,
    progress: () => undefined,
    lent: (id, until) => told.push({ id, until }),
  });
  exchange.opened(test.opened);
  expect(await exchange.fetch(one.place)).toBe('whole');
  expect(told).toEqual([{ id: one.place.id, until: test.now + minute }]);
  expect(await exchange.fetch(one.place)).toBe('whole');
  expect(told).toHaveLength(2);
  expect(await read(one)).toEqual(one.plain);
});
