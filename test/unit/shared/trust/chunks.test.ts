import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkKeyLength, chunkSize } from '../../../../shared/domain/attachment.ts';
import { OpenError } from '../../../../shared/trust/aead.ts';
import { chunkCount, chunkLength, type Contents, newChunkKey, openChunk, sealChunk, sealedChunkLength, sealedChunkOffset } from '../../../../shared/trust/chunks.ts';
import { runs } from '../../../doubles/how-often.ts';

const id = '6f1c1a8e-9f0c-4a0b-8c53-2f6d0e4f5a10';
const hex = (source: Uint8Array) => Buffer.from(source).toString('hex');
const sealAll = (key: Uint8Array, of: Contents, plain: Uint8Array) =>
  Array.from({ length: chunkCount(of.size) }, (_, index) => sealChunk(key, of, index, plain.subarray(index * chunkSize, (index + 1) * chunkSize)));

describe('chunks', () => {
  // Made with another library (AES-256-GCM of Python's `cryptography`), from the definition in chunks.ts.
  test('are those of the STREAM construction: known answers', () => {
    const key = Uint8Array.from({ length: chunkKeyLength }, (_, n) => n);
    const words = Buffer.from('The tent is torn.');
    expect(hex(sealChunk(key, { id, size: words.length }, 0, words))).toBe('f31365d9bae624bec310b1130ac0ec355259588ce91016d5d1b3319e6bd7c04d9f');
    expect(hex(sealChunk(key, { id, size: 0 }, 0, new Uint8Array(0)))).toBe('ebd84f1e0922b24207f5999eed318ef2');
    const long = Buffer.alloc(chunkSize + 3, 7);
    expect(sealAll(key, { id, size: long.length }, long).map((chunk) => createHash('sha256').update(chunk).digest('hex'))).toEqual([
      '0db4c1a3a324d89c6b1becfb4fe7aa4dd08ed078f7af61f3e20ce05328f18e64',
      '16e1ee45a587128d631cac4d8ab7a4997cac6c046620c30e7a3774db13939c8d',
    ]);
  });

  test('of any size open to what was sealed, each alone and in any order', () => {
    const edges = fc.constantFrom(0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 2 * chunkSize + 17);
    fc.assert(
      fc.property(fc.oneof(edges, fc.nat({ max: 3 * chunkSize })), (size) => {
        const [key, plain, of] = [newChunkKey(), randomBytes(size), { id: randomUUID(), size }];
        const sealed = sealAll(key, of, plain);
        const opened = sealed.map((chunk, index) => ({ index, plain: openChunk(key, of, index, chunk) }));
        for (const [index, chunk] of sealed.entries()) expect(chunk.length).toBe(sealedChunkLength(size, index));
        expect(Buffer.concat(opened.map((one) => one.plain)).equals(plain)).toBe(true);
        expect(sealedChunkOffset(sealed.length - 1)).toBe(sealed.slice(0, -1).reduce((sum, chunk) => sum + chunk.length, 0));
      }),
      runs(40),
    );
  });

  test('with any bit flipped do not open', () => {
    const [key, plain] = [newChunkKey(), randomBytes(300)];
    const of = { id, size: plain.length };
    const sealed = sealChunk(key, of, 0, plain);
    fc.assert(
      fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
        const changed = Uint8Array.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => openChunk(key, of, 0, changed)).toThrow(OpenError);
      }),
      runs(500),
    );
  });

  test('in another order, left out or cut short do not open', () => {
    const [key, plain] = [newChunkKey(), randomBytes(3 * chunkSize)];
    const of = { id, size: plain.length };
    const sealed = sealAll(key, of, plain);
    for (const [at, chunk] of sealed.entries()) {
      for (let place = 0; place < sealed.length; place++) if (place !== at) expect(() => openChunk(key, of, place, chunk)).toThrow(OpenError);
      expect(() => openChunk(key, of, at, chunk.subarray(0, -1))).toThrow(OpenError);
      expect(() => openChunk(key, of, at, Buffer.concat([chunk, Buffer.alloc(1)]))).toThrow(OpenError);
    }
  });

  test('of contents whose end is missing do not pass for the whole, nor the whole for a beginning', () => {
    const [key, plain] = [newChunkKey(), randomBytes(2 * chunkSize)];
    const [whole, shorter] = [{ id, size: 2 * chunkSize }, { id, size: chunkSize }];
    expect(() => openChunk(key, shorter, 0, sealAll(key, whole, plain)[0]!)).toThrow(OpenError);
    expect(() => openChunk(key, whole, 0, sealChunk(key, shorter, 0, plain.subarray(0, chunkSize)))).toThrow(OpenError);
  });

  test('of other contents do not open, under the same key or another', () => {
    const [key, plain] = [newChunkKey(), randomBytes(50)];
    const of = { id, size: 50 };
    expect(() => openChunk(key, { id: randomUUID(), size: 50 }, 0, sealChunk(key, of, 0, plain))).toThrow(OpenError);
    expect(() => openChunk(newChunkKey(), of, 0, sealChunk(key, of, 0, plain))).toThrow(OpenError);
    // The same key with another nonce prefix is another key, too.
    const other = Uint8Array.from(key);
    other[chunkKeyLength - 1]! ^= 1;
    expect(() => openChunk(other, of, 0, sealChunk(key, of, 0, plain))).toThrow(OpenError);
  });

  test('that there are none of, or of a wrong length, are not sealed', () => {
    for (const index of [-1, 0.5, 1, Number.NaN]) expect(() => chunkLength(chunkSize, index)).toThrow(RangeError);
    expect(() => sealChunk(newChunkKey(), { id, size: 5 }, 0, randomBytes(4))).toThrow(RangeError);
  });
});
