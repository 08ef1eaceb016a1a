import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';

/** What the `sealdesk` command and a running hub say to one another, one line of JSON each way, and where. */
export const AdminRequest = z.object({ call: z.string().max(60), input: z.unknown() });
export type AdminRequest = z.infer<typeof AdminRequest>;

export const AdminAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ kind: z.string(), message: z.string() }) }),
]);
export type AdminAnswer = z.infer<typeof AdminAnswer>;

export class AdminSocketError extends SealdeskError<'hub-running' | 'hub-silent' | 'socket-folder-foreign'> {}

/** The kernel's limit for a socket's path is 108 bytes on Linux, 104 on macOS, with the closing zero. */
const longestPath = 100;

/**
 * In the data folder; in a private folder under the temporary one where that path would be too long.
 * @throws AdminSocketError `socket-folder-foreign`
 */
export function adminSocketPath(data: string, temporary = tmpdir()): string {
  const near = join(resolve(data), 'admin.sock');
  if (Buffer.byteLength(near) <= longestPath) return near;
  const folder = join(temporary, `sealdesk-${userInfo().uid}`);
  ownFolder(folder);
  return join(folder, `${createHash('sha256').update(resolve(data)).digest('hex').slice(0, 24)}.sock`);
}

/**
 * Anybody may make folders in the temporary one. In a folder of somebody else's, or behind a link, a socket could be
 * theirs, and what the command asks for holds passwords: so only one that is ours alone will do.
 */
function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid) {
    throw new AdminSocketError('socket-folder-foreign', `${folder} belongs to somebody else on this machine. Find out who made it, remove it, and try again; or use a data folder with a shorter path.`);
  }
  chmodSync(folder, 0o700);
}
