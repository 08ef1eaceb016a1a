import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Larger than anything of ours by far; a file beyond it is not read at all. */
const longest = 1024 * 1024;

/** What stands in a file's place can be none that was written here: it is too large by far, a folder, or a pipe, of which reading never ends. */
export class FileOfOthers extends Error {}

/**
 * Replaces a file so that after a crash either the old or the new content is there, whole:
 * temporary file, fsync, rename, fsync of the folder. Readable by its owner only.
 */
export function writeDurably(path: string, content: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.new`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    const data = Buffer.from(content, 'utf8');
    for (let written = 0; written < data.length; ) written += writeSync(file, data, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Null when there is no such file. @throws FileOfOthers */
export function readWhole(path: string): string | null {
  try {
    const found = statSync(path);
    if (!found.isFile() || found.size > longest) throw new FileOfOthers('This is no file that was written here.');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Overwrites what may be small and secret, then removes the file. On flash storage the old blocks
 * may outlive this; what makes them useless is that the keychain's half is gone too.
 */
export function destroyFile(path: string): void {
  if (!existsSync(path)) return;
  const found = statSync(path);
  // Whatever somebody has put in its place holds nothing of ours, and keeps nothing behind it from being destroyed.
  if (!found.isFile()) {
    rmSync(path, { recursive: true, force: true });
    return;
  }
  const size = Math.min(found.size, longest);
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(size), 0, size, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

/** Makes a rename or removal durable. Windows has no such call and refuses to open a folder. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
