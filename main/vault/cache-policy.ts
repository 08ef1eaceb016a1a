import type { ConversationId } from '../../shared/domain/ids.ts';
import { Change } from './change.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

const day = 24 * 3_600_000;

/** Conversations that one step drops: a few milliseconds, so that nobody waits for it. */
const conversationsPerStep = 3;

/** Later than any message. */
const endOfTime = 8_640_000_000_000_000;
const mebibyte = 1024 * 1024;

/** How much a laptop keeps. 0: no such limit. */
export interface CacheLimits {
  readonly messages: number;
  /** Of the database; attachments have a limit of their own. */
  readonly mebibytes: number;
}

/** Exported for the test of query plans. */
export const cacheQueries = {
  newest: 'SELECT max(hub_last_message_at) AS at FROM (SELECT hub_last_message_at FROM conversations ORDER BY last_message_at DESC LIMIT 50)',
  outdated: `SELECT id, last_message_at AS at FROM conversations WHERE status = 'resolved' AND last_message_at < ? AND hub_status = 'resolved'
    AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.conversation_id = conversations.id)
    AND NOT EXISTS (SELECT 1 FROM outgoing_files WHERE outgoing_files.conversation_id = conversations.id)
    AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.conversation_id = conversations.id)
    AND NOT EXISTS (SELECT 1 FROM conflicts WHERE conflicts.conversation_id = conversations.id)
    ORDER BY last_message_at LIMIT ?`,
} as const;

/**
 * Since when resolved conversations are here, in Unix milliseconds; null before anything has come. Where some were dropped for room, since the
 * newest of those.
 *
 * Counted back from the newest message as the hub dates it, and no later than the last word from the hub: a laptop that
 * is away drops nothing that it could not fetch again, and a clock that jumps ahead drops nothing either. What is only
 * queued here is dated by this laptop's clock and does not count.
 */
export function resolvedSince(database: ReadableDatabase, keepResolvedDays: number): number | null {
  const dropped = database.row<{ at: number | null }>('SELECT dropped_to AS at FROM position WHERE one = 1')?.at ?? 0;
  const since = keptSince(database, keepResolvedDays);
  return since === null ? null : Math.max(since, dropped);
}

function keptSince(database: ReadableDatabase, keepResolvedDays: number): number | null {
  const heard = database.row<{ at: number | null }>('SELECT cached_to AS at FROM position WHERE one = 1')?.at ?? null;
  const newest = database.row<{ at: number | null }>(cacheQueries.newest)?.at ?? null;
  return heard === null || newest === null ? null : Math.max(0, Math.min(heard, newest) - keepResolvedDays * day);
}

/**
 * One step of dropping what the policy no longer keeps: resolved conversations whose newest message is older, with their
 * search entries, the oldest first; and where there is more than it wants kept, the oldest of the rest, until there is not. What is open stays, and so does every conversation with a draft, queued work or a
 * conflict in it. One that is opened again comes back from the hub with its past.
 * @returns the conversations that went; as many as a step takes: there may be more
 */
export function dropOutdated(database: WritableDatabase, keepResolvedDays: number, limits: CacheLimits): { readonly changed: ConversationId[]; readonly more: boolean } {
  const since = keptSince(database, keepResolvedDays);
  if (since === null) return { changed: [], more: false };
  const outdated = database.rows<Outdated>(cacheQueries.outdated, [since, conversationsPerStep]);
  if (outdated.length > 0) return { changed: purge(database, outdated), more: outdated.length === conversationsPerStep || isTooMuch(database, limits) };
  const changed: ConversationId[] = [];
  // One after the other: what is left then may be little enough.
  for (let n = 0; n < conversationsPerStep && isTooMuch(database, limits); n += 1) {
    const [oldest] = database.rows<Outdated>(cacheQueries.outdated, [endOfTime, 1]);
    if (oldest === undefined) break;
    changed.push(...purge(database, [oldest], oldest.at));
  }
  return { changed, more: changed.length > 0 && isTooMuch(database, limits) };
}

interface Outdated {
  readonly id: ConversationId;
  readonly at: number;
}

/** @param droppedTo when the newest of them ends, where they go for room */
function purge(database: WritableDatabase, outdated: readonly Outdated[], droppedTo?: number): ConversationId[] {
  return Change.run(database, (change) => {
    for (const { id } of outdated) change.purge(id);
    if (droppedTo !== undefined) database.run('UPDATE position SET dropped_to = max(coalesce(dropped_to, 0), ?) WHERE one = 1', [droppedTo]);
  }).changed;
}

function isTooMuch(database: ReadableDatabase, { messages, mebibytes }: CacheLimits): boolean {
  if (messages > 0 && (database.row<{ n: number }>('SELECT messages AS n FROM position WHERE one = 1')?.n ?? 0) > messages) return true;
  return mebibytes > 0 && bytesInUse(database) > mebibytes * mebibyte;
}

/** Pages that something is in. Those that were freed are written anew before the file grows. */
function bytesInUse(database: ReadableDatabase): number {
  const pragma = (name: 'page_count' | 'freelist_count' | 'page_size') => Object.values(database.row<Record<string, number>>(`PRAGMA ${name}`) ?? {})[0] ?? 0;
  return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
}
