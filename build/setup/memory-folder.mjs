// A folder in memory for what tests write. They make thousands of databases, each with every write brought to the disk
// before it counts: on a disk, most of a run waits for that, and nothing that a test can see comes of it short of a power cut.
import { mkdtempSync, readFileSync, statfsSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { giveToUser } from './user.mjs';

const memory = '/dev/shm';
/** Bytes that have to be free there: several times what a run has ever written at once. */
const enough = 3 * 1024 ** 3;

/** A folder that only the ordinary user may write to, which the caller removes; null where there is no room in memory. */
export function memoryFolder(name) {
  if (!hasRoom()) return null;
  const folder = mkdtempSync(join(memory, `${name}-`));
  giveToUser(folder);
  return folder;
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(memory);
    // Containers often mount it small, or so that no program may be started from it.
    const [, , type, options] = readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')).findLast(([, at]) => at === memory) ?? [];
    return type === 'tmpfs' && !options.split(',').includes('noexec') && bavail * bsize >= enough && freemem() >= 2 * enough;
  } catch {
    return false;
  }
}
