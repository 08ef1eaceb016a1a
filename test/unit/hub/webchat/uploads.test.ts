import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Uploads } from '../../../../hub/channels/webchat/uploads.ts';
import { maxFileBytes } from '../../../../hub/widget/chat-frames.ts';

let now = 0;
const made = () => new Uploads<object>({ now: () => now, monotonic: () => now });
const text = (size: number) => new Uint8Array(size).fill(0x61);

describe('files on their way from visitors', () => {
  it('are whole when all that was said has come, in whatever pieces', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 20 }), async (pieces) => {
        const uploads = made();
        const page = {};
        const id = randomUUID();
        const size = pieces.reduce((sum, piece) => sum + piece, 0);
        expect(uploads.begin(page, { id, name: 'letter.txt', size }, 'here')).toEqual({ kind: 'more', id, bytes: 0 });
        const steps = [];
        for (const piece of pieces) steps.push(await uploads.take(page, text(piece)));
        expect(steps.slice(0, -1).every((step) => step?.kind === 'more')).toBe(true);
        expect(steps.at(-1)).toEqual({ kind: 'whole', file: { id, name: 'letter.txt', mediaType: 'text/plain', bytes: text(size) } });
        expect(uploads.isComing(page)).toBe(false);
      }),
    );
  });

  it('are refused when they are larger than is taken, empty, or more than was said', async () => {
    const uploads = made();
    const page = {};
    const id = randomUUID();
    expect(uploads.begin(page, { id, name: 'a.txt', size: maxFileBytes + 1 }, 'here')).toMatchObject({ kind: 'refused', problem: 'fileTooLarge' });
    expect(uploads.begin(page, { id, name: 'a.txt', size: 0 }, 'here')).toMatchObject({ kind: 'refused' });
    uploads.begin(page, { id, name: 'a.txt', size: 10 }, 'here');
    expect(await uploads.take(page, text(11))).toMatchObject({ kind: 'refused' });
    expect(await uploads.take(page, text(1))).toBeNull();
  });

  it('come one at a time from a page', () => {
    const uploads = made();
    const page = {};
    uploads.begin(page, { id: randomUUID(), name: 'a.txt', size: 10 }, 'here');
    expect(uploads.begin(page, { id: randomUUID(), name: 'b.txt', size: 10 }, 'here')).toMatchObject({ kind: 'refused' });
  });

  it('never fill the memory, and make room when they end', () => {
    const uploads = made();
    const pages = Array.from({ length: 30 }, () => ({}));
    const taken = pages.filter((page, place) => uploads.begin(page, { id: randomUUID(), name: 'a.txt', size: maxFileBytes }, `network ${place}`).kind === 'more');
    expect(taken).toHaveLength(10);
    uploads.drop(taken[0] ?? {});
    uploads.drop(taken[0] ?? {});
    expect(pages.filter((page) => uploads.begin(page, { id: randomUUID(), name: 'a.txt', size: maxFileBytes }, 'here').kind === 'more')).toHaveLength(1);
  });

  it('of one network leave room for those of others', () => {
    const uploads = made();
    const loud = Array.from({ length: 30 }, () => ({}));
    expect(loud.filter((page) => uploads.begin(page, { id: randomUUID(), name: 'a.txt', size: maxFileBytes }, 'loud').kind === 'more')).toHaveLength(4);
    expect(uploads.begin({}, { id: randomUUID(), name: 'a.txt', size: maxFileBytes }, 'other')).toMatchObject({ kind: 'more' });
    uploads.drop(loud[0] ?? {});
    expect(uploads.begin({}, { id: randomUUID(), name: 'a.txt', size: maxFileBytes }, 'loud')).toMatchObject({ kind: 'more' });
  });

  it('keep nothing of what their pieces came in: a piece of one byte is one byte in memory', async () => {
    const uploads = made();
    const page = {};
    uploads.begin(page, { id: randomUUID(), name: 'a.txt', size: 2 }, 'here');
    // A frame is a window on all that the socket has read with it.
    const read = text(64 * 1024);
    await uploads.take(page, read.subarray(10, 11));
    read.fill(0x62);
    expect(await uploads.take(page, text(1))).toMatchObject({ kind: 'whole', file: { bytes: text(2) } });
  });

  it('are dropped when nothing comes for half a minute, or when they take more than five', async () => {
    now = 0;
    const uploads = made();
    const [silent, slow] = [{}, {}];
    const ids = [randomUUID(), randomUUID()];
    uploads.begin(silent, { id: ids[0] ?? '', name: 'a.txt', size: 1000 }, 'here');
    uploads.begin(slow, { id: ids[1] ?? '', name: 'b.txt', size: 1000 }, 'here');
    now = 29_000;
    await uploads.take(slow, text(1));
    expect(uploads.late()).toEqual([]);
    now = 31_000;
    expect(uploads.late()).toEqual([{ page: silent, id: ids[0] }]);
    for (now = 50_000; now <= 300_000; now += 20_000) {
      await uploads.take(slow, text(1));
      expect(uploads.late()).toEqual([]);
    }
    await uploads.take(slow, text(1));
    now = 301_000;
    expect(uploads.late()).toEqual([{ page: slow, id: ids[1] }]);
  });
});
