import type { StoredState } from '../../shared/domain/sync-state.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** The row of `position`. */
export interface Position {
  readonly seq: number;
  readonly session_started: number;
  readonly generation: number;
  readonly cached_to: number | null;
  readonly backfill_at: number | null;
  readonly backfill_id: string | null;
  readonly backfill_done: number;
  readonly conversations: number;
  readonly messages: number;
  readonly checked_at: number | null;
}

export function readPosition(database: ReadableDatabase): Position {
  const position = database.row<Position>(
    'SELECT seq, session_started, generation, cached_to, backfill_at, backfill_id, backfill_done, conversations, messages, checked_at FROM position WHERE one = 1',
  );
  if (position === undefined) throw new Error('The vault has lost its position.');
  return position;
}

/** A mail of the hub is stored: everything up to `seq` is here. */
export function advance(database: WritableDatabase, seq: number, now: number): void {
  database.run('UPDATE position SET seq = ?, session_started = 1, cached_to = max(coalesce(cached_to, 0), ?) WHERE one = 1', [seq, now]);
}

/**
 * A new Signal session begins. Its first mail says where the mailbox stands; what lay in the old one
 * is gone with it, so the back-fill starts from the top.
 */
export function awaitSession(database: WritableDatabase): void {
  database.run(
    'UPDATE position SET session_started = 0, generation = generation + 1, dropped_to = NULL, backfill_at = NULL, backfill_id = NULL, backfill_done = 0 WHERE one = 1',
  );
}

/** Where the next page of the back-fill begins; null: there is none. */
export function setBackfill(database: WritableDatabase, next: { readonly at: number; readonly id: string } | null): void {
  if (next === null) database.run('UPDATE position SET backfill_at = NULL, backfill_id = NULL, backfill_done = 1 WHERE one = 1');
  else database.run('UPDATE position SET backfill_at = ?, backfill_id = ?, backfill_done = 0 WHERE one = 1', [next.at, next.id]);
}

/** The vault was read through, and all of it could be. */
export function setChecked(database: WritableDatabase, now: number): void {
  database.run('UPDATE position SET checked_at = ? WHERE one = 1', [now]);
}

/** `asking`: a page was asked for on this connection. */
export function syncStateOf(database: ReadableDatabase, asking: boolean, resolvedSince: number | null, diskFull: boolean): StoredState {
  const position = readPosition(database);
  const queued = database.row<{ n: number }>("SELECT count(*) AS n FROM outbox WHERE verb <> 'transcript'")?.n ?? 0;
  return {
    cachedTo: position.cached_to,
    backfill: position.backfill_done === 1 ? 'done' : asking ? 'running' : 'waiting',
    backfilledTo: position.backfill_done === 1 ? null : position.backfill_at,
    conversations: position.conversations,
    messages: position.messages,
    queued,
    resolvedSince,
    diskFull,
    checkedAt: position.checked_at,
    conflicts: database.row<{ n: number }>('SELECT count(*) AS n FROM conflicts')?.n ?? 0,
  };
}
