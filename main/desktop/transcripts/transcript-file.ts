import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

/** `taken`: another file has come to stand there since the person chose the name. */
export type NotWritten = 'taken' | 'no-room' | 'not-allowed' | 'own-folder' | 'failed';

export interface TranscriptFile {
  /** As the person chose it in the dialog, which has asked before a file is replaced. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Sealdesk's own folder: nothing is written in there. */
  readonly profile: string;
  /** Whether a file stood there when the person chose: then it is replaced. */
  readonly replaces: boolean;
}

/** Whether something stands at a path. */
export async function standsThere(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Writes the file so that it is there whole or not at all, readable by its owner only, and replaces nothing that the person
 * was not asked about: beside its place first, forced to disk, then `beforeNamed`, then named.
 *
 * @param beforeNamed what has to be so before the file exists under its name; where it throws, there is no file
 */
export async function writeTranscriptFile({ path, bytes, profile, replaces }: TranscriptFile, beforeNamed: () => Promise<void>): Promise<'written' | NotWritten> {
  if (await isInside(path, profile)) return 'own-folder';
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.part`);
  let claimed = false;
  let begun = false;
  try {
    const file = await open(temporary, 'wx', 0o600);
    begun = true;
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    // Takes the name where it is free; what came to stand there meanwhile is nobody's to replace.
    if (!replaces) {
      await (await open(path, 'wx', 0o600)).close();
      claimed = true;
    }
    await beforeNamed();
    await rename(temporary, path);
    claimed = false;
    await syncFolder(dirname(path));
    return 'written';
  } catch (error) {
    const why = whyNot(error);
    if (why === null) throw error;
    return why;
  } finally {
    if (begun) await rm(temporary, { force: true });
    if (claimed) await rm(path, { force: true });
  }
}

async function isInside(path: string, folder: string): Promise<boolean> {
  const real = async (place: string) => realpath(place).catch(() => resolve(place));
  const [parent, own] = await Promise.all([real(dirname(path)), real(folder)]);
  return parent === own || parent.startsWith(own + sep);
}

/** Null for what is no answer of the file system. */
function whyNot(error: unknown): NotWritten | null {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code !== 'string' || !/^E[A-Z0-9]+$/.test(code)) return null;
  if (code === 'EEXIST') return 'taken';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'no-room';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'not-allowed' : 'failed';
}

/** Makes the name durable; Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
