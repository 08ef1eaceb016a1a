import type { WritableDatabase } from './database.ts';
import { followersIn } from './pending-work.ts';

/** Of a conversation's row. */
interface Followed {
  readonly id: string;
  readonly followers: string;
  readonly status: string;
  readonly last_message_at: number;
}

/** Writes the rows by which a conversation is found by who follows it; `after` null: it goes. One that is resolved stands in nobody's list. */
export function writeFollowers(database: WritableDatabase, before: Followed | undefined, after: Followed | null): void {
  const [old, next] = [before === undefined ? '[]' : listedFor(before), after === null ? '[]' : listedFor(after)];
  // Nearly all conversations, each time a message comes.
  if (old === '[]' && next === '[]') return;
  if (old === next && before?.last_message_at === after?.last_message_at) return;
  if (before !== undefined) {
    for (const agent of followersIn(old)) database.run('DELETE FROM conversation_followers WHERE agent_id = ? AND last_message_at = ? AND conversation_id = ?', [agent, before.last_message_at, before.id]);
  }
  if (after !== null) {
    for (const agent of followersIn(next)) database.run('INSERT INTO conversation_followers (agent_id, last_message_at, conversation_id) VALUES (?, ?, ?)', [agent, after.last_message_at, after.id]);
  }
}

function listedFor({ followers, status }: Followed): string {
  return status === 'resolved' ? '[]' : followers;
}
