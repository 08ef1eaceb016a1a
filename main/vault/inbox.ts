import type { Conversation, WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationRow, DraftElsewhere, MessageCursor } from '../../shared/contract/ipc/inbox.ts';
import { isFiltering, type View } from '../../shared/domain/filter.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import { conflictsOf } from './conflicts.ts';
import type { ReadableDatabase, SqlValue } from './database.ts';
import { draftHere, draftState, type WhichDraft } from './draft-states.ts';
import { heldIn } from './held-replies.ts';
import { shownMessage, type MessageRow } from './message-row.ts';
import { listFiltered } from './filtered-list.ts';
import { beforeMessage, newestMessageFirst, ofConversation } from './messages-of.ts';
import { draftFiles } from './outgoing/with-reply.ts';
import { followersIn, tagsIn } from './pending-work.ts';
import { Budget } from './search/budget.ts';
import { myTeams } from './teams.ts';
import type { QueryInput } from './vault-query.ts';

interface ListedRow {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly channel: Conversation['channel'];
  readonly subject: string;
  readonly preview: string;
  readonly status: Conversation['status'];
  readonly snoozed_until: number;
  readonly priority: Conversation['priority'];
  readonly tags: string;
  readonly assignee_id: string | null;
  readonly team_id: string | null;
  readonly verification: Conversation['verification'];
  readonly due_at: number | null;
  readonly reply_until: number | null;
  readonly others: string;
  readonly followers: string;
  readonly merged_into: string | null;
  readonly created_at: number;
  readonly last_message_at: number;
  readonly revision: number;
  readonly unread: number;
  readonly assignee_name: string | null;
  readonly has_draft: number;
  readonly has_conflict: number;
  readonly called_at: number | null;
}

const columns = `SELECT c.id, c.customer_id, c.customer_name, c.channel, c.subject, c.preview, c.status, c.snoozed_until, c.priority, c.tags, c.assignee_id, c.team_id, c.verification, c.due_at, c.reply_until, c.others, c.followers, c.merged_into,
    c.created_at, c.last_message_at, c.revision, c.unread,
    (SELECT name FROM agents WHERE agents.id = c.assignee_id) AS assignee_name,
    EXISTS (SELECT 1 FROM drafts WHERE drafts.conversation_id = c.id) AS has_draft,
    EXISTS (SELECT 1 FROM conflicts WHERE conflicts.conversation_id = c.id) AS has_conflict,
    (SELECT at FROM calls WHERE calls.conversation_id = c.id) AS called_at`;
const listed = `${columns} FROM conversations c`;

/** After everything, in an order that goes down in time and id. */
const fromTheTop = { at: Number.MAX_SAFE_INTEGER, id: '\u{10ffff}' };
/** The same, of messages. */
const fromTheEnd = { ...fromTheTop, place: Number.MAX_SAFE_INTEGER };
/** Before everything, in an order that goes up. */
const fromTheFirst = { at: -1, id: '' };

/** The SQL of a view: its rows from a cursor down, its size, its unread. Each runs along one index (asserted in tests). */
function viewSql(where: string, unreadWhere: string): { rows: string; total: string; unread: string } {
  const and = where === '' ? '' : `${where} AND `;
  return {
    rows: `${listed} WHERE ${and}(c.last_message_at, c.id) < (?, ?) ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?`,
    total: `SELECT count(*) AS n FROM conversations c${where === '' ? '' : ` WHERE ${where}`}`,
    unread: `SELECT count(*) AS n FROM conversations c WHERE ${unreadWhere}`,
  };
}

const mine = 'c.assignee_id = ? AND c.active = 1';
const unassigned = 'c.assignee_id IS NULL AND c.active = 1';
const ofTeam = 'c.team_id = ? AND c.active = 1';
const inStatus = 'c.status = ?';
const followed = 'FROM conversation_followers f CROSS JOIN conversations c ON c.id = f.conversation_id WHERE f.agent_id = ?';
const called = 'FROM calls k CROSS JOIN conversations c ON c.id = k.conversation_id';

/** Exported for the test of query plans. */
export const viewQueries: Readonly<Record<View, { readonly rows: string; readonly total: string; readonly unread: string }>> = {
  mine: viewSql(mine, `c.unread = 1 AND ${mine}`),
  following: {
    rows: `${columns} ${followed} AND (f.last_message_at, f.conversation_id) < (?, ?) ORDER BY f.last_message_at DESC, f.conversation_id DESC LIMIT ?`,
    total: 'SELECT count(*) AS n FROM conversation_followers WHERE agent_id = ?',
    unread: `SELECT count(*) AS n ${followed} AND c.unread = 1`,
  },
  /** The newest call on top. */
  mentions: {
    rows: `${columns} ${called} WHERE (k.at, k.conversation_id) < (?, ?) ORDER BY k.at DESC, k.conversation_id DESC LIMIT ?`,
    total: `SELECT count(*) AS n ${called}`,
    unread: `SELECT count(*) AS n ${called}`,
  },
  /** Of one team: those of several are put together in their order. */
  team: viewSql(ofTeam, `c.unread = 1 AND ${ofTeam}`),
  unassigned: viewSql(unassigned, `c.unread = 1 AND ${unassigned}`),
  open: viewSql(inStatus, `c.unread = 1 AND ${inStatus}`),
  pending: viewSql(inStatus, `c.unread = 1 AND ${inStatus}`),
  snoozed: {
    ...viewSql(inStatus, `c.unread = 1 AND ${inStatus}`),
    // The next to wake on top.
    rows: `${listed} INDEXED BY conversations_by_waking WHERE c.status = ? AND c.status = 'snoozed' AND (c.snoozed_until, c.id) > (?, ?) ORDER BY c.snoozed_until, c.id LIMIT ?`,
  },
  resolved: viewSql(inStatus, `c.unread = 1 AND ${inStatus}`),
  all: { ...viewSql('', 'c.unread = 1'), total: 'SELECT conversations AS n FROM position WHERE one = 1' },
};

/** What a view's SQL is asked with: once, but for the agent's teams, which are asked one by one. */
function viewParameters(database: ReadableDatabase, view: View, agentId: string): SqlValue[][] {
  switch (view) {
    case 'mine':
    case 'following':
      return [[agentId]];
    case 'team':
      return myTeams(database).map((id) => [id]);
    case 'mentions':
    case 'unassigned':
    case 'all':
      return [[]];
    case 'open':
    case 'pending':
    case 'snoozed':
    case 'resolved':
      return [[view]];
  }
}

function count(database: ReadableDatabase, sql: string, parameters: readonly SqlValue[][]): number {
  return parameters.reduce((sum, each) => sum + (database.row<{ n: number }>(sql, each)?.n ?? 0), 0);
}

/** Milliseconds in which a filter looks through a list, before it says how far it has come. */
const mostTime = 40;

/** Conversations of a view, newest first; the snoozed ones by when they wake. `now` is a clock in milliseconds. */
export function listInbox(database: ReadableDatabase, agentId: string, input: QueryInput<'inbox.list'>, now = (): number => performance.now()): VaultOutput<'inbox.list'> {
  const { filter } = input;
  if (filter !== undefined && isFiltering(filter)) return listFiltered(database, agentId, { ...input, filter }, new Budget(mostTime, now), (id) => rowOf(database, id));
  const sql = viewQueries[input.view];
  const parameters = viewParameters(database, input.view, agentId);
  const waking = input.view === 'snoozed';
  const after = input.after ?? (waking ? fromTheFirst : fromTheTop);
  const found = parameters.flatMap((each) => database.rows<ListedRow>(sql.rows, [...each, after.at, after.id, input.limit + 1]));
  if (parameters.length > 1) found.sort((one, other) => other.last_message_at - one.last_message_at || (one.id < other.id ? 1 : -1));
  const shown = found.slice(0, input.limit);
  const last = shown[shown.length - 1];
  return {
    rows: shown.map(conversationRow),
    next: found.length > input.limit && last !== undefined ? { at: placeIn(input.view, last), id: last.id } : null,
    total: count(database, sql.total, parameters),
  };
}

/** By what a list is ordered. */
function placeIn(view: View, row: ListedRow): number {
  if (view === 'snoozed') return row.snoozed_until;
  return view === 'mentions' ? (row.called_at ?? 0) : row.last_message_at;
}

export function countInbox(database: ReadableDatabase, agentId: string): VaultOutput<'inbox.counts'> {
  const of = (view: View): { total: number; unread: number } => ({
    total: count(database, viewQueries[view].total, viewParameters(database, view, agentId)),
    unread: count(database, viewQueries[view].unread, viewParameters(database, view, agentId)),
  });
  return { mine: of('mine'), following: of('following'), mentions: of('mentions'), team: of('team'), unassigned: of('unassigned'), open: of('open'), pending: of('pending'), snoozed: of('snoozed'), resolved: of('resolved'), all: of('all') };
}

export function listAgents(database: ReadableDatabase): VaultOutput<'inbox.agents'> {
  return database.rows<VaultOutput<'inbox.agents'>[number]>('SELECT id, name FROM agents').sort((a, b) => a.name.localeCompare(b.name));
}

/** Exported for the test of query plans. */
export const openQueries = {
  conversation: `${listed} WHERE c.id = ?`,
  messages: `SELECT * FROM messages WHERE ${ofConversation} AND ${beforeMessage} ORDER BY ${newestMessageFirst} LIMIT ?`,
  html: 'SELECT html FROM messages WHERE id = ?',
  customer: 'SELECT name, identities FROM customers WHERE id = ?',
  ofCustomer: `${listed} WHERE c.customer_id = ? AND c.id <> ? ORDER BY c.last_message_at DESC, c.id DESC LIMIT ?`,
  drafts: 'SELECT kind, text FROM drafts WHERE conversation_id = ?',
} as const;

/** A conversation with its newest messages before the cursor, oldest first. */
export function openConversation(database: ReadableDatabase, input: QueryInput<'conversation.open'>): VaultOutput<'conversation.open'> {
  const row = database.row<ListedRow>(openQueries.conversation, [input.id]);
  if (row === undefined) return null;
  const before = input.before ?? fromTheEnd;
  const found = database.rows<MessageRow>(openQueries.messages, [input.id, input.id, before.at, before.place, before.id, input.limit + 1]);
  const shown = found.slice(0, input.limit);
  const messages = shown.map(shownMessage).reverse();
  const customer = database.row<{ name: string; identities: string }>(openQueries.customer, [row.customer_id]);
  return {
    conversation: conversationRow(row),
    customer: {
      id: row.customer_id as Customer['id'],
      name: customer?.name ?? row.customer_name,
      identities: customer === undefined ? [] : (JSON.parse(customer.identities) as Customer['identities']),
    },
    messages,
    earlier: found.length > input.limit ? cursorOf(shown.at(-1)) : null,
    drafts: draftsOf(database, input.id),
    draftsElsewhere: { reply: elsewhere(database, input.id, 'reply'), note: elsewhere(database, input.id, 'note') },
    conflicts: conflictsOf(database, input.id),
    held: heldIn(database, input.id),
    files: { reply: draftFiles(database, input.id, 'reply'), note: draftFiles(database, input.id, 'note') },
  };
}

/** What a message looks like, for a process of its own; null where it has nothing of the kind, or is not here. */
export function htmlOf(database: ReadableDatabase, id: string): string | null {
  return database.row<Pick<MessageRow, 'html'>>(openQueries.html, [id])?.html ?? null;
}

function rowOf(database: ReadableDatabase, id: string): ConversationRow | null {
  const row = database.row<ListedRow>(openQueries.conversation, [id]);
  return row === undefined ? null : conversationRow(row);
}

/** Other conversations with a customer. They are few, and sorted when they are found. */
export function conversationsWith(database: ReadableDatabase, { customer, except, limit }: QueryInput<'customer.conversations'>): VaultOutput<'customer.conversations'> {
  const found = database.rows<ListedRow>(openQueries.ofCustomer, [customer, except, limit + 1]);
  return { rows: found.slice(0, limit).map(conversationRow), more: found.length > limit };
}

function draftsOf(database: ReadableDatabase, id: string): Record<WrittenKind, string> {
  const drafts = { reply: '', note: '' };
  for (const { kind, text } of database.rows<{ kind: WrittenKind; text: string }>(openQueries.drafts, [id])) drafts[kind] = text;
  return drafts;
}

function elsewhere(database: ReadableDatabase, id: WhichDraft['id'], kind: WrittenKind): DraftElsewhere {
  const { stamp, filesThere, joined, stays } = draftState(database, { id, kind });
  const { text } = draftHere(database, { id, kind });
  return { stamp, files: filesThere, joined, stays: stays !== null && text !== '' && stays.text === text ? stays.why : null };
}

function cursorOf(row: MessageRow | undefined): MessageCursor | null {
  return row === undefined ? null : { at: row.sent_at, place: row.place ?? 0, id: row.id };
}

function conversationRow(row: ListedRow): ConversationRow {
  return {
    id: row.id as Conversation['id'],
    customerId: row.customer_id as Conversation['customerId'],
    customerName: row.customer_name,
    channel: row.channel,
    subject: row.subject,
    preview: row.preview,
    status: row.status,
    assigneeId: row.assignee_id as Conversation['assigneeId'],
    teamId: row.team_id as Conversation['teamId'],
    priority: row.priority,
    tags: tagsIn(row.tags),
    snoozedUntil: row.status === 'snoozed' && row.snoozed_until > 0 ? row.snoozed_until : null,
    verification: row.verification,
    // A clock runs for what is open: whatever else was done here ends it, before the hub has said so.
    dueAt: row.status === 'open' ? row.due_at : null,
    replyUntil: row.reply_until,
    others: JSON.parse(row.others) as Conversation['others'],
    followers: followersIn(row.followers),
    mergedInto: row.merged_into as Conversation['mergedInto'],
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
    revision: Math.max(1, row.revision),
    unread: row.unread === 1,
    assigneeName: row.assignee_name,
    hasDraft: row.has_draft === 1,
    hasConflict: row.has_conflict === 1,
    called: row.called_at !== null,
    onlyHere: row.revision === 0,
  };
}
