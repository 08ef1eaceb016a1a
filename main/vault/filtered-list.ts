import type { ConversationRow, Cursor } from '../../shared/contract/ipc/inbox.ts';
import type { Filter, View } from '../../shared/domain/filter.ts';
import { tagKey } from '../../shared/domain/tag.ts';
import type { ReadableDatabase, SqlValue } from './database.ts';
import type { Budget } from './search/budget.ts';

/**
 * A list with a filter: the index that leaves the fewest is followed in the order of the list, some rows at a time, and
 * each row is asked whether it fits. So any filter is answered along an index, and stops when its time is up.
 */
interface Way {
  readonly from: string;
  /** Equality on the index's first columns. */
  readonly where: string;
  readonly at: string;
  readonly id: string;
}

const conversations = 'conversations c';
const byTime = { from: conversations, at: 'c.last_message_at', id: 'c.id' } as const;

const ways = {
  tag: { from: 'conversation_tags t CROSS JOIN conversations c ON c.id = t.conversation_id', where: 't.tag = ?', at: 't.last_message_at', id: 't.conversation_id' },
  /** Literals, as the partial index asks for. */
  priority: { ...byTime, where: "c.priority = ? AND c.priority <> 'normal'" },
  assignee: { ...byTime, where: 'c.assignee_id IS ? AND c.active = 1' },
  team: { ...byTime, where: 'c.team_id = ? AND c.active = 1' },
  following: { from: 'conversation_followers f CROSS JOIN conversations c ON c.id = f.conversation_id', where: 'f.agent_id = ?', at: 'f.last_message_at', id: 'f.conversation_id' },
  mentions: { from: 'calls k CROSS JOIN conversations c ON c.id = k.conversation_id', where: '', at: 'k.at', id: 'k.conversation_id' },
  status: { ...byTime, where: 'c.status = ?' },
  all: { ...byTime, where: '' },
  waking: { from: `${conversations} INDEXED BY conversations_by_waking`, where: "c.status = 'snoozed'", at: 'c.snoozed_until', id: 'c.id' },
} as const satisfies Record<string, Way>;

const fits = `((? IS NULL OR c.status = ?) AND (? = 0 OR c.active = 1) AND (? IS NULL OR c.channel = ?) AND (? = 0 OR c.assignee_id IS ?)
    AND (? = 0 OR c.team_id IS ?) AND (? = 0 OR c.team_id IN (SELECT id FROM teams WHERE mine = 1)) AND (? IS NULL OR c.priority = ?) AND (? = 0 OR c.unread = 1)
    AND (? IS NULL OR EXISTS (SELECT 1 FROM conversation_tags g WHERE g.tag = ? AND g.last_message_at = c.last_message_at AND g.conversation_id = c.id)))`;

function keysSql({ from, where, at, id }: Way, order: 'ASC' | 'DESC'): string {
  return `SELECT ${at} AS at, ${id} AS id, ${fits} AS fits FROM ${from} WHERE ${where === '' ? '' : `${where} AND `}(${at}, ${id}) ${order === 'ASC' ? '>' : '<'} (?, ?) ORDER BY ${at} ${order}, ${id} ${order} LIMIT ?`;
}

/** Exported for the test of query plans. */
export const filterQueries = {
  tag: keysSql(ways.tag, 'DESC'),
  priority: keysSql(ways.priority, 'DESC'),
  assignee: keysSql(ways.assignee, 'DESC'),
  team: keysSql(ways.team, 'DESC'),
  following: keysSql(ways.following, 'DESC'),
  mentions: keysSql(ways.mentions, 'DESC'),
  status: keysSql(ways.status, 'DESC'),
  all: keysSql(ways.all, 'DESC'),
  waking: keysSql(ways.waking, 'ASC'),
} as const;
type WayName = keyof typeof filterQueries;

/** Rows looked at between two looks at the clock: about a millisecond. */
const perLook = 256;
/** No list is longer; a count stops here. */
const mostCounted = 9_999;

/** What a conversation must be to be in the view and pass the filter; null: nothing can. `assignee` undefined: whoever. */
interface Wanted {
  readonly status: string | null;
  readonly active: boolean;
  readonly assignee: string | null | undefined;
  /** Null for none; undefined: whichever. */
  readonly team: string | null | undefined;
  readonly myTeams: boolean;
}

export interface Filtered {
  readonly view: View;
  readonly filter: Filter;
}

function wantedOf({ view, filter }: Filtered, agentId: string): Wanted | null {
  const ofView = view === 'mine' ? agentId : view === 'unassigned' ? null : undefined;
  const ofFilter = filter.assignee === null ? undefined : filter.assignee.is === 'me' ? agentId : filter.assignee.is === 'nobody' ? null : filter.assignee.id;
  if (ofView !== undefined && ofFilter !== undefined && ofView !== ofFilter) return null;
  const queue = isQueue(view) ? view : null;
  if (queue !== null && filter.status !== null && queue !== filter.status) return null;
  return {
    status: queue ?? filter.status,
    active: ofView !== undefined || view === 'team' || view === 'following',
    assignee: ofView === undefined ? ofFilter : ofView,
    team: filter.team === null || filter.team.is === 'mine' ? undefined : filter.team.is === 'none' ? null : filter.team.id,
    myTeams: view === 'team' || filter.team?.is === 'mine',
  };
}

/** A view that is a status. */
function isQueue(view: View): view is 'open' | 'pending' | 'snoozed' | 'resolved' {
  return view === 'open' || view === 'pending' || view === 'snoozed' || view === 'resolved';
}

/** The way with the fewest rows. A view with an order of its own has only the one. */
function wayOf({ view, filter }: Filtered, { status, active, assignee, team }: Wanted, agentId: string): { readonly name: WayName; readonly parameters: readonly SqlValue[] } {
  if (view === 'snoozed') return { name: 'waking', parameters: [] };
  if (view === 'following') return { name: 'following', parameters: [agentId] };
  if (view === 'mentions') return { name: 'mentions', parameters: [] };
  if (filter.tag !== null) return { name: 'tag', parameters: [tagKey(filter.tag)] };
  if (filter.priority !== null && filter.priority !== 'normal') return { name: 'priority', parameters: [filter.priority] };
  if (assignee !== undefined && (active || (status !== null && status !== 'resolved'))) return { name: 'assignee', parameters: [assignee] };
  if (typeof team === 'string' && (active || (status !== null && status !== 'resolved'))) return { name: 'team', parameters: [team] };
  return status === null ? { name: 'all', parameters: [] } : { name: 'status', parameters: [status] };
}

interface Walked {
  readonly ids: readonly string[];
  /** Where it goes on; null: there is no more. */
  readonly next: Cursor | null;
}

const top = { DESC: { at: Number.MAX_SAFE_INTEGER, id: '\u{10ffff}' }, ASC: { at: -1, id: '' } } as const;

function walk(database: ReadableDatabase, agentId: string, filtered: Filtered, after: Cursor | null, limit: number, budget: Budget): Walked {
  const wanted = wantedOf(filtered, agentId);
  if (wanted === null) return { ids: [], next: null };
  const { name, parameters } = wayOf(filtered, wanted, agentId);
  const { filter } = filtered;
  const tag = filter.tag === null ? null : tagKey(filter.tag);
  const fitting: SqlValue[] = [
    wanted.status, wanted.status, wanted.active ? 1 : 0, filter.channel, filter.channel, wanted.assignee === undefined ? 0 : 1, wanted.assignee ?? null,
    wanted.team === undefined ? 0 : 1, wanted.team ?? null, wanted.myTeams ? 1 : 0, filter.priority, filter.priority, filter.unread ? 1 : 0, tag, tag,
  ];
  const ids: string[] = [];
  let from: { readonly at: number; readonly id: string } = after ?? top[name === 'waking' ? 'ASC' : 'DESC'];
  for (;;) {
    const keys = database.rows<{ at: number; id: string; fits: number }>(filterQueries[name], [...fitting, ...parameters, from.at, from.id, perLook]);
    for (const key of keys) {
      from = { at: key.at, id: key.id };
      if (key.fits === 1 && ids.push(key.id) === limit) return { ids, next: from };
    }
    if (keys.length < perLook) return { ids, next: null };
    if (budget.spent) return { ids, next: from };
  }
}

/** @param read a conversation's row by its id */
export function listFiltered(
  database: ReadableDatabase,
  agentId: string,
  { after, limit, ...filtered }: Filtered & { readonly after: Cursor | null; readonly limit: number },
  budget: Budget,
  read: (id: string) => ConversationRow | null,
): { rows: ConversationRow[]; next: Cursor | null; total: null } {
  const { ids, next } = walk(database, agentId, filtered, after, limit, budget);
  return { rows: ids.flatMap((id) => read(id) ?? []), next, total: null };
}

/** How many there are, as far as they could be counted. */
export function countFiltered(database: ReadableDatabase, agentId: string, filtered: Filtered, budget: Budget): { count: number; whole: boolean } {
  const { ids, next } = walk(database, agentId, filtered, null, mostCounted, budget);
  return { count: ids.length, whole: next === null };
}
