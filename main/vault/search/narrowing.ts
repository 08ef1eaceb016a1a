import { tagKey } from '../../../shared/domain/tag.ts';
import type { ReadableDatabase, SqlParameters } from '../database.ts';
import { perhapsOfConversation, perhapsOfTagged } from '../messages-of.ts';
import type { Budget } from './budget.ts';
import type { SearchQuery } from './search-query.ts';

/** Positions from `from` up to but without `below`, newest first. */
export interface Span {
  readonly from: number;
  readonly below: number;
}

/** More messages than this are not gathered beforehand: hits among so many come quickly anyway. */
const mostGathered = 8_000;
/** So few can be asked one by one; gathering by another filter would not make it faster. */
const fewEnough = 500;

const ofConversations = `SELECT m.position FROM conversations c CROSS JOIN messages m ON ${perhapsOfConversation}`;

/** Exported for the test of query plans. Each runs along an index and has no other condition, so that LIMIT bounds its work. */
export const narrowingQueries = {
  channel: 'SELECT position FROM messages WHERE channel = ? LIMIT ?',
  attachment: 'SELECT position FROM messages WHERE attachments IS NOT NULL LIMIT ?',
  status: `${ofConversations} WHERE c.status = ? LIMIT ?`,
  tag: `SELECT m.position FROM conversation_tags t CROSS JOIN messages m ON ${perhapsOfTagged} WHERE t.tag = ? LIMIT ?`,
  priority: `${ofConversations} WHERE c.priority = ? AND c.priority <> 'normal' LIMIT ?`,
  assignee: `${ofConversations} WHERE c.assignee_id IS ? LIMIT ?`,
  unread: `${ofConversations} WHERE c.unread = 1 LIMIT ?`,
} as const;

/**
 * The messages that the query's filters leave, where an index tells that they are few; null where it does not. They may
 * still be too many, because a filter that leaves many is not looked at here: `fits` of each is to be asked.
 *
 * A rare filter with a frequent word would otherwise mean reading every message with that word.
 */
export function narrowed(database: ReadableDatabase, query: SearchQuery, agentId: string, span: Span, budget: Budget): ReadonlySet<number> | null {
  const gathered: ReadonlySet<number>[] = [];
  for (const [sql, parameters] of sourcesOf(query, agentId)) {
    if (gathered.some(({ size }) => size <= fewEnough) || budget.spent) break;
    const rows = database.rows<{ position: number }>(sql, [...parameters, mostGathered + 1]);
    if (rows.length <= mostGathered) gathered.push(new Set(rows.map((row) => row.position).filter((position) => position < span.below && position >= span.from)));
  }
  const [first, ...others] = gathered.sort((a, b) => a.size - b.size);
  return first === undefined ? null : new Set([...first].filter((position) => others.every((other) => other.has(position))));
}

function sourcesOf(query: SearchQuery, agentId: string): (readonly [string, SqlParameters])[] {
  const sources: (readonly [string, SqlParameters])[] = [];
  if (query.attachment) sources.push([narrowingQueries.attachment, []]);
  if (query.tag !== null) sources.push([narrowingQueries.tag, [tagKey(query.tag)]]);
  if (query.priority !== null && query.priority !== 'normal') sources.push([narrowingQueries.priority, [query.priority]]);
  if (query.status !== null) sources.push([narrowingQueries.status, [query.status]]);
  if (query.assignee !== null) sources.push([narrowingQueries.assignee, [query.assignee === 'mine' ? agentId : null]]);
  if (query.unread) sources.push([narrowingQueries.unread, []]);
  if (query.channel !== null) sources.push([narrowingQueries.channel, [query.channel]]);
  return sources;
}

/** Whether a message `m` of a conversation `c` passes the filters; goes with `filterParameters`. */
export const fits = `(? IS NULL OR m.channel = ?) AND (? = 0 OR m.attachments IS NOT NULL) AND (? IS NULL OR c.status = ?)
     AND (? = 0 OR c.assignee_id IS ?) AND (? = 0 OR c.unread = 1) AND (? IS NULL OR c.priority = ?)
     AND (? IS NULL OR EXISTS (SELECT 1 FROM conversation_tags g WHERE g.tag = ? AND g.last_message_at = c.last_message_at AND g.conversation_id = c.id))`;

export function filterParameters(query: SearchQuery, agentId: string): SqlParameters {
  const tag = query.tag === null ? null : tagKey(query.tag);
  return [
    query.channel, query.channel, query.attachment ? 1 : 0, query.status, query.status,
    query.assignee === null ? 0 : 1, query.assignee === 'mine' ? agentId : null, query.unread ? 1 : 0,
    query.priority, query.priority, tag, tag,
  ];
}

/** Whether there is a filter other than by time. */
export function isFiltered(query: SearchQuery): boolean {
  return query.channel !== null || query.attachment || query.status !== null || query.assignee !== null || query.unread || query.priority !== null || query.tag !== null;
}
