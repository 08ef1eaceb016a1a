import type { ConversationId } from '../../shared/domain/ids.ts';
import { Change } from './change.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

const day = 24 * 3_600_000;

/** Conversations that one step drops: a few milliseconds, so that nobody waits for it. */
const conversationsPerStep = 3;

/** Exported for the test of query plans. */
export const cacheQueries = {
  newest: 'SELECT max(hub_last_message_at) AS at FROM (SELECT hub_last_message_at FROM conversations ORDER BY last_message_at DESC LIMIT 50)',
  outdated: `SELECT id FROM conversations WHERE status = 'resolved' AND last_message_at < ? AND hub_status = 'resolved'
    AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.conversation_id = conversations.id)
    AND NOT EXISTS (SELECT 1 FROM outgoing_files WHERE outgoing_files.conversation_id = conversations.id)
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = conversations.id)
    AND NOT EXISTS (SELECT 1 FROM conflicts WHERE conflicts.conversation_id = conversations.id)
    ORDER BY last_message_at LIMIT ?`,
} as const;

/**
 * Since when resolved conversations are kept, in Unix milliseconds; null before anything has come.
 *
 * Counted back from the newest message as the hub dates it, and no later than the last word from the hub: a laptop that
 * is away drops nothing that it could not fetch again, and a clock that jumps ahead drops nothing either. What is only
 * queued here is dated by this laptop's clock and does not count.
 */
export function resolvedSince(database: ReadableDatabase, keepResolvedDays: number): number | null {
  const heard = database.row<{ at: number | null }>('SELECT cached_to AS at FROM position WHERE one = 1')?.at ?? null;
  const newest = database.row<{ at: number | null }>(cacheQueries.newest)?.at ?? null;
  return heard === null || newest === null ? null : Math.max(0, Math.min(heard, newest) - keepResolvedDays * day);
}

/**
 * One step of dropping what the policy no longer keeps: resolved conversations whose newest message is older, with their
 * search entries, the oldest first. What is open stays, and so does every conversation with a draft, queued work or a
 * conflict in it. One that is opened again comes back from the hub with its past.
 * @returns the conversations that went; as many as a step takes: there may be more
 */
export function dropOutdated(database: WritableDatabase, keepResolvedDays: number): { readonly changed: ConversationId[]; readonly more: boolean } {
  const since = resolvedSince(database, keepResolvedDays);
  const outdated = since === null ? [] : database.rows<{ id: ConversationId }>(cacheQueries.outdated, [since, conversationsPerStep]);
  if (outdated.length === 0) return { changed: [], more: false };
  const { changed } = Change.run(database, (change) => {
    for (const { id } of outdated) change.purge(id);
  });
  return { changed, more: outdated.length === conversationsPerStep };
}
