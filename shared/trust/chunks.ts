import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chunkKeyLength, chunkOverhead as tagLength, chunkSize, largestSealedChunk } from '../domain/attachment.ts';
import { OpenError } from './aead.ts';
import { type Bytes, bytes, framed } from './bytes.ts';

/**
 * Large contents sealed in chunks, each of which can be opened alone: the STREAM construction (Hoang, Reyhanitabar,
 * Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, 2015) with AES-256-GCM.
 *
 * Every chunk but the last holds `chunkSize` bytes, the last from 1 to that many; or none, where there are no bytes at all.
 * The nonce of a chunk is the prefix (7 bytes) || the chunk's index (32 bits, big-endian) || 1 for the last chunk, 0 for any
 * other. A chunk that is left out, moved, taken from other contents or passed off as the last one does not open.
 */
const keyLength = 32;
const prefixLength = 7;

/** Where the key is for, and how many plaintext bytes it seals: every chunk is bound to both. */
export interface Contents {
  /** Of the attachment; unique. */
  readonly id: string;
  /** Plaintext bytes of the whole. */
  readonly size: number;
}

/** A key and a nonce prefix, for one contents only: a second one under the same key would repeat nonces. */
export function newChunkKey(): Bytes {
  return bytes(randomBytes(chunkKeyLength));
}

/** How many chunks contents of `size` bytes have; empty ones have one, so that there is something to verify. */
export function chunkCount(size: number): number {
  return Math.max(1, Math.ceil(size / chunkSize));
}

/** Plaintext bytes of the chunk at `index`, counted from 0. @throws RangeError when there is none. */
export function chunkLength(size: number, index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= chunkCount(size)) throw new RangeError('There is no such chunk.');
  return Math.min(chunkSize, size - index * chunkSize);
}

/** Bytes of the sealed chunk at `index`. @throws RangeError when there is none. */
export function sealedChunkLength(size: number, index: number): number {
  return chunkLength(size, index) + tagLength;
}

/** Where the sealed chunk at `index` begins, when they lie one behind the other. */
export function sealedChunkOffset(index: number): number {
  return index * largestSealedChunk;
}

/**
 * @param plaintext exactly the bytes that belong to this chunk.
 * @throws RangeError when they are not as many as they must be.
 */
export function sealChunk(key: Uint8Array, contents: Contents, index: number, plaintext: Uint8Array): Bytes {
  if (plaintext.length !== chunkLength(contents.size, index)) throw new RangeError('The chunk has not the length it must have.');
  const cipher = createCipheriv('aes-256-gcm', key.subarray(0, keyLength), nonce(key, contents, index));
  cipher.setAAD(boundTo(contents));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return bytes(Buffer.concat([body, cipher.getAuthTag()]));
}

/** @throws OpenError when it is not the chunk of this contents at this place, as it was sealed. */
export function openChunk(key: Uint8Array, contents: Contents, index: number, sealed: Uint8Array): Bytes {
  if (key.length !== chunkKeyLength || sealed.length !== sealedChunkLength(contents.size, index)) throw new OpenError();
  const decipher = createDecipheriv('aes-256-gcm', key.subarray(0, keyLength), nonce(key, contents, index));
  decipher.setAAD(boundTo(contents));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    return bytes(Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagLength)), decipher.final()]));
  } catch (cause) {
    throw new OpenError({ cause });
  }
}

function nonce(key: Uint8Array, { size }: Contents, index: number): Buffer {
  const made = Buffer.alloc(prefixLength + 5);
  made.set(key.subarray(keyLength, chunkKeyLength));
  made.writeUInt32BE(index, prefixLength);
  made[prefixLength + 4] = index === chunkCount(size) - 1 ? 1 : 0;
  return made;
}

function boundTo({ id, size }: Contents): Uint8Array {
  return framed('attachment', id, String(size));
}
