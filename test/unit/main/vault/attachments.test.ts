import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AttachmentFiles } from '../../../../main/vault/attachments/attachment-files.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';
import { chunkSize, largestSealedChunk } from '../../../../shared/domain/attachment.ts';
import { AttachmentId } from '../../../../shared/domain/ids.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { chunkCount, newChunkKey, sealChunk } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultUnderTest } from './opened-vault.ts';

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

const marker = 'zanzibar-platypus-in-a-picture';
const folder = () => join(test.folder, 'attachments');
const files = () => (existsSync(folder()) ? readdirSync(folder()) : []);
const onlyFile = () => {
  const [name, ...more] = files();
  if (name === undefined || more.length > 0) throw new Error(`There are ${files().length} files.`);
  return join(folder(), name);
};

/** An attachment as the hub has it, in a message that the vault has been told of. */
async function attached(size = 2 * chunkSize + 100) {
  const plain = Buffer.concat([Buffer.from(marker), randomBytes(size)]).subarray(0, size);
  const [id, key, about] = [AttachmentId.parse(randomUUID()), newChunkKey(), conversation()];
  const said = { ...message({ conversationId: about.id }), attachments: [{ name: 'tent.png', mediaType: 'image/png', size, contents: { state: 'kept', id, key: toBase64(key), redacted: false } as const }] };
  await test.tell(conversationEvent(about), { e: 'message', message: said });
  const sealed = Array.from({ length: chunkCount(size) }, (_, index) => sealChunk(key, { id, size }, index, plain.subarray(index * chunkSize, (index + 1) * chunkSize)));
  return { place: { messageId: said.id, id }, about, said, plain, sealed };
}
type Attached = Awaited<ReturnType<typeof attached>>;

/** Fetches what is missing, as the exchange with the hub does. */
async function fetchRest({ place, sealed }: Attached, upTo = sealed.length): Promise<void> {
  const { attachments } = test.opened;
  let { chunks } = await attachments.progress(place);
  while (chunks < upTo) chunks = await attachments.store(place, chunks, sealed[chunks]!);
}
async function readAll({ place, sealed }: Attached): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for (const index of sealed.keys()) parts.push((await test.opened.attachments.read(place, index)) ?? new Uint8Array(0));
  return Buffer.concat(parts);
}
async function reopen(): Promise<void> {
  await test.close();
  await test.open({ create: false });
}

describe('an attachment', () => {
  it('is taken in chunk by chunk, goes on where it stopped, and opens to what was sent, offline too', async () => {
    await test.openWithSession();
    const one = await attached();
    expect(await test.opened.attachments.progress(one.place)).toEqual({ size: one.plain.length, chunks: 0, of: 3, until: null });
    expect(await test.opened.attachments.read(one.place, 0)).toBeNull();
    await fetchRest(one, 2);
    await reopen();
    expect(await test.opened.attachments.progress(one.place)).toMatchObject({ chunks: 2 });
    expect(await test.opened.attachments.read(one.place, 2)).toBeNull();
    await fetchRest(one);
    expect((await readAll(one)).equals(one.plain)).toBe(true);
    for (const index of [-1, 3]) expect(await test.opened.attachments.read(one.place, index)).toBeNull();
  });

  it('lies on the disk sealed, for its owner only, under a name that tells nothing', async () => {
    await test.openWithSession();
    const one = await attached();
    await fetchRest(one);
    await readAll(one);
    const bytes = readFileSync(onlyFile());
    expect(bytes.equals(Buffer.concat(one.sealed))).toBe(true);
    for (const name of readdirSync(test.folder).filter((each) => each.startsWith('vault.db'))) expect(readFileSync(join(test.folder, name)).includes(marker)).toBe(false);
    expect(bytes.includes(marker)).toBe(false);
    expect(onlyFile()).not.toContain(one.place.id);
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  it('counts no chunk that is not the next of this attachment, as it was sealed', async () => {
    await test.openWithSession();
    const [one, other] = [await attached(), await attached()];
    const { attachments } = test.opened;
    expect(await attachments.store(one.place, 1, one.sealed[1]!)).toBe(0);
    for (const wrong of [other.sealed[0]!, one.sealed[1]!, one.sealed[0]!.subarray(1), new Uint8Array(0)]) {
      await expect(attachments.store(one.place, 0, wrong)).rejects.toMatchObject({ kind: 'attachment-damaged' });
    }
    expect(await attachments.progress(one.place)).toMatchObject({ chunks: 0 });
    await fetchRest(one);
    expect(await attachments.store(one.place, 0, other.sealed[0]!)).toBe(3);
    expect(await attachments.store(one.place, 3, other.sealed[0]!)).toBe(3);
    expect((await readAll(one)).equals(one.plain)).toBe(true);
    expect(test.problems).toEqual([]);
  });

  it('of a message that is not here, or has none, is gone', async () => {
    await test.openWithSession();
    const one = await attached();
    for (const place of [{ ...one.place, id: AttachmentId.parse(randomUUID()) }, { ...one.place, messageId: message().id }]) {
      await expect(test.opened.attachments.progress(place)).rejects.toMatchObject({ kind: 'attachment-gone' });
      await expect(test.opened.attachments.store(place, 0, one.sealed[0]!)).rejects.toMatchObject({ kind: 'attachment-gone' });
      await expect(test.opened.attachments.read(place, 0)).rejects.toMatchObject({ kind: 'attachment-gone' });
    }
    expect(files()).toEqual([]);
  });

  it('is removed with its conversation, and when its message has it no more', async () => {
    await test.openWithSession();
    const [one, other, stays] = [await attached(), await attached(), await attached()];
    for (const each of [one, other, stays]) await fetchRest(each, 1);
    expect(files()).toHaveLength(3);
    await test.tell({ e: 'conversation.purged', conversationId: one.about.id });
    await test.tell({ e: 'message.replaced', message: { ...other.said, attachments: [], revision: 2 } });
    await test.tell({ e: 'message.replaced', message: { ...stays.said, text: 'redacted', revision: 2 } });
    expect(files()).toHaveLength(1);
    expect(await test.opened.attachments.progress(stays.place)).toMatchObject({ chunks: 1 });
    for (const gone of [one, other]) await expect(test.opened.attachments.read(gone.place, 0)).rejects.toMatchObject({ kind: 'attachment-gone' });
  });

  it('that was purged is removed at the next start where it could not be at once, and so is what nothing names', async () => {
    await test.openWithSession();
    const one = await attached();
    await fetchRest(one, 1);
    const [path] = [onlyFile()];
    chmodSync(folder(), 0o500);
    try {
      await test.tell({ e: 'conversation.purged', conversationId: one.about.id }).catch(() => undefined);
    } finally {
      chmodSync(folder(), 0o700);
    }
    if (!existsSync(path)) writeFileSync(path, 'as if it had stayed');
    writeFileSync(join(folder(), 'left-over'), 'of a copy');
    mkdirSync(join(folder(), 'a-folder'));
    await reopen();
    expect(files()).toEqual([]);
  });
});

describe('when something ends in between', () => {
  it('whatever of the chunk after those counted is on the disk, the attachment goes on and is whole', async () => {
    await test.openWithSession();
    const one = await attached();
    await fetchRest(one, 1);
    const counted = one.sealed[0]!.length;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2 * chunkSize }), async (more) => {
        await test.opened.attachments.forget(one.place);
        await fetchRest(one, 1);
        await test.close();
        // As a kill leaves it: bytes written, and not counted.
        truncateSync(onlyFile(), counted + more);
        await test.open({ create: false });
        expect(await test.opened.attachments.progress(one.place)).toMatchObject({ chunks: 1 });
        await fetchRest(one);
        expect((await readAll(one)).equals(one.plain)).toBe(true);
      }),
      runs(5),
    );
  });

  it('a file that is lost is begun anew, and one that is damaged says so, and comes anew', async () => {
    await test.openWithSession();
    const one = await attached();
    await fetchRest(one, 2);
    rmSync(onlyFile());
    await expect(test.opened.attachments.read(one.place, 0)).rejects.toMatchObject({ kind: 'attachment-damaged' });
    expect(await test.opened.attachments.store(one.place, 2, one.sealed[2]!)).toBe(0);
    await fetchRest(one);
    truncateSync(onlyFile(), 1000);
    await expect(test.opened.attachments.read(one.place, 0)).rejects.toMatchObject({ kind: 'attachment-damaged' });
    await test.opened.attachments.forget(one.place);
    expect(files()).toEqual([]);
    await fetchRest(one);
    expect((await readAll(one)).equals(one.plain)).toBe(true);
    expect(test.problems).toEqual([]);
  });

  it('makes room for itself: beyond what all may take together, those brought here longest ago go', async () => {
    await test.openWithSession();
    const first = await attached();
    await fetchRest(first);
    const [older] = files();
    const [second, third] = [await attached(), await attached()];
    await fetchRest(second);
    // The first was fetched again since: what counts is when it came here.
    utimesSync(join(folder(), files().find((name) => name !== older)!), 1, 1);
    await test.close();
    const database = openWritable(test.file, test.key, false);
    new AttachmentFiles(database, folder(), 6 * largestSealedChunk).store(third.place, 0, third.sealed[0]!, test.now);
    database.close();
    await test.open({ create: false });
    const here = async (one: Attached) => (await test.opened.attachments.progress(one.place)).chunks;
    expect([await here(first), await here(second), await here(third)]).toEqual([3, 0, 1]);
    expect(files()).toHaveLength(2);
    expect(await readAll(first)).toEqual(first.plain);
  });

  it('a full disk refuses the chunk, and neither the vault nor what came before is lost', async () => {
    const vault = await test.openWithSession();
    const one = await attached();
    await fetchRest(one, 1);
    const path = onlyFile();
    renameSync(path, join(test.folder, 'aside'));
    symlinkSync('/dev/full', path);
    await expect(vault.attachments.store(one.place, 1, one.sealed[1]!)).rejects.toMatchObject({ kind: 'no-room' });
    expect(test.problems).toEqual([]);
    expect(await vault.query('conversation.open', { id: one.about.id, before: null, limit: 5 })).not.toBeNull();
    rmSync(path);
    renameSync(join(test.folder, 'aside'), path);
    await fetchRest(one);
    expect((await readAll(one)).equals(one.plain)).toBe(true);
  });
});
