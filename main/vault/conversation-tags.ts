import { tagKey } from '../../shared/domain/tag.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { tagsIn } from './pending-work.ts';

/** Of a conversation's row. */
interface Tagged {
  readonly id: string;
  readonly tags: string;
  readonly last_message_at: number;
}

/** Most tags that are listed: what is typed is completed from them. */
const mostListed = 500;

/** Exported for the test of query plans. */
export const tagQueries = {
  next: 'SELECT tag, shown FROM conversation_tags WHERE tag > ? ORDER BY tag LIMIT 1',
} as const;

/** Writes the rows by which a conversation is found by its tags; `after` null: it goes. They stand in the order of its last message, and move with it. */
export function writeTags(database: WritableDatabase, before: Tagged | undefined, after: Tagged | null): void {
  // Nearly all conversations, each time a message comes.
  if ((before === undefined || before.tags === '[]') && (after === null || after.tags === '[]')) return;
  if (before !== undefined && after !== null && before.tags === after.tags && before.last_message_at === after.last_message_at) return;
  if (before !== undefined) {
    for (const tag of tagsIn(before.tags)) database.run('DELETE FROM conversation_tags WHERE tag = ? AND last_message_at = ? AND conversation_id = ?', [tagKey(tag), before.last_message_at, before.id]);
  }
  if (after !== null) {
    for (const tag of tagsIn(after.tags)) database.run('INSERT INTO conversation_tags (tag, last_message_at, conversation_id, shown) VALUES (?, ?, ?, ?)', [tagKey(tag), after.last_message_at, after.id, tag]);
  }
}

/** Every tag once, from one to the next along the index, whatever the number of conversations that have it. */
export function listTags(database: ReadableDatabase): VaultOutput<'inbox.tags'> {
  const found: string[] = [];
  let row = database.row<{ tag: string; shown: string }>(tagQueries.next, ['']);
  while (row !== undefined && found.length < mostListed) {
    found.push(row.shown);
    row = database.row<{ tag: string; shown: string }>(tagQueries.next, [row.tag]);
  }
  return found;
}
