import { type CannedReply, mostCannedReplies } from '../../shared/domain/canned-reply.ts';
import type { CannedReplyId } from '../../shared/domain/ids.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** What helps to write, as the hub has told it, and the language chosen last. All of it works without the hub. */
export function writingHelp(database: ReadableDatabase): VaultOutput<'composer.help'> {
  const replies = database.rows<{ reply: string }>('SELECT reply FROM canned_replies').map(({ reply }) => JSON.parse(reply) as CannedReply);
  const own = database.row<{ language: string | null; signature: string }>('SELECT language, signature FROM writing WHERE one = 1');
  // A hub that tells of more than there can be takes none of them away.
  return { replies: replies.sort((one, other) => one.name.localeCompare(other.name)).slice(0, mostCannedReplies), language: own?.language ?? null, signature: own?.signature ?? '' };
}

export function storeCanned(database: WritableDatabase, reply: CannedReply): void {
  database.run('INSERT INTO canned_replies (id, reply) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET reply = excluded.reply', [reply.id, JSON.stringify(reply)]);
}

/** All others go. */
export function keepCanned(database: WritableDatabase, ids: readonly CannedReplyId[]): void {
  database.run('DELETE FROM canned_replies WHERE id NOT IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)]);
}

export function setSignature(database: WritableDatabase, text: string): void {
  database.run('UPDATE writing SET signature = ? WHERE one = 1', [text]);
}

export function setLanguage(database: WritableDatabase, language: string): void {
  database.run('UPDATE writing SET language = ? WHERE one = 1', [language]);
}
