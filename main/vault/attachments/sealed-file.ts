import { closeSync, fsyncSync, ftruncateSync, openSync, readdirSync, readSync, writeSync } from 'node:fs';
import { attachmentProblem } from './known-attachment.ts';

/**
 * Writes a sealed chunk to its place; it is on the disk when this returns.
 * @returns false when the file, of which something should be there, is not.
 * @throws SealdeskError `no-room`
 */
export function writeSealed(path: string, offset: number, data: Uint8Array): boolean {
  let handle: number;
  try {
    handle = openSync(path, offset === 0 ? 'w' : 'r+', 0o600);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && offset > 0) return false;
    throw full(error) ? attachmentProblem('no-room') : error;
  }
  try {
    for (let written = 0; written < data.length; ) written += writeSync(handle, data, written, data.length - written, offset + written);
    fsyncSync(handle);
    return true;
  } catch (error) {
    if (!full(error)) throw error;
    // What came of this chunk makes room for others; those before it stay, and it goes on from there.
    shorten(handle, offset);
    throw attachmentProblem('no-room');
  } finally {
    closeSync(handle);
  }
}

/** As many bytes as there are, at most `length`: a shorter file fails to open. */
export function readPart(path: string, offset: number, length: number): Uint8Array {
  const handle = openSync(path, 'r');
  try {
    const data = new Uint8Array(length);
    let read = 0;
    for (let got = -1; read < length && got !== 0; read += got) got = readSync(handle, data, read, length - read, offset + read);
    return data.subarray(0, read);
  } finally {
    closeSync(handle);
  }
}

function shorten(handle: number, length: number): void {
  try {
    ftruncateSync(handle, length);
  } catch {
    // It is written over when it goes on.
  }
}

/** Names in a folder; none where it is not there. */
export function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);
const full = (error: unknown) => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
