import type { AttachmentId } from '../../../shared/domain/ids.ts';
import type { AttachmentPlace } from '../../boundary/vault-process.ts';
import type { ReadableDatabase, WritableDatabase } from '../database.ts';

interface LentRow {
  readonly key: Uint8Array;
  readonly until: number;
}

/** A file that this laptop may have just now. A clock that was set back to before it came makes its time no longer: then it is over. */
export function lentFile(database: ReadableDatabase, id: string, now: number): { readonly key: Uint8Array; readonly until: number } | null {
  return database.row<LentRow>('SELECT key, until FROM lent_files WHERE id = ? AND since <= ? AND until > ?', [id, now, now]) ?? null;
}

/** Keeps what opens a file, for so many seconds from now; said again, the later word holds. */
export function lend(database: WritableDatabase, { id, messageId }: AttachmentPlace, key: Uint8Array<ArrayBuffer>, now: number, seconds: number): void {
  database.run('INSERT OR REPLACE INTO lent_files (id, message_id, key, since, until) VALUES (?, ?, ?, ?, ?)', [id, messageId, key, now, now + seconds * 1000]);
}

/** Files whose time is over. */
export function lentNoMore(database: ReadableDatabase, now: number): AttachmentId[] {
  return database.rows<{ id: AttachmentId }>('SELECT id FROM lent_files WHERE until <= ? OR since > ?', [now, now]).map(({ id }) => id);
}

/** Files whose message is not here any more. */
export function lentWithoutMessage(database: ReadableDatabase): AttachmentId[] {
  return database.rows<{ id: AttachmentId }>('SELECT id FROM lent_files WHERE NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = lent_files.message_id)').map(({ id }) => id);
}

export function takeBackLent(database: WritableDatabase, id: AttachmentId): void {
  database.run('DELETE FROM lent_files WHERE id = ?', [id]);
}

/** When the next file is to go, in Unix milliseconds; null where none is here. */
export function nextLentEnd(database: ReadableDatabase): number | null {
  return database.row<{ at: number | null }>('SELECT min(until) AS at FROM lent_files')?.at ?? null;
}
