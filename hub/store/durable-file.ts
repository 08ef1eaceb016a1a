import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file that only its owner can read, never over another, and waits until the disk has it. */
export function writeSecretFile(file: string, content: Uint8Array): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (let written = 0; written < content.length; ) written += writeSync(handle, content, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncFolder(dirname(file));
}

/** Replaces such a file: after a crash the old or the new content is there, whole. */
export function replaceSecretFile(file: string, content: Uint8Array): void {
  const next = `${file}.${randomBytes(6).toString('hex')}.new`;
  writeSecretFile(next, content);
  renameSync(next, file);
  syncFolder(dirname(file));
}

/** Makes a new name durable. Windows has no such call and refuses to open a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
