import type { Conversation, Message, WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationRow, Cursor, View } from '../../shared/contract/ipc/inbox.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import { conflictsOf } from './conflicts.ts';
import type { ReadableDatabase, SqlValue } from './database.ts';
import { heldIn } from './held-replies.ts';
import { messageFrom, type MessageRow } from './message-row.ts';
import { ofConversation } from './messages-of.ts';
import type { QueryInput } from './vault-query.ts';

interface ListedRow {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly channel: Conversation['channel'];
  readonly subject: string;
  readonly preview: string;
  readonly status: Conversation['status'];
  readonly assignee_id: string | null;
  readonly team_id: string | null;
  readonly verification: Conversation['verification'];
  readonly created_at: number;
  readonly last_message_at: number;
  readonly revision: number;
  readonly unread: number;
  readonly assignee_name: string | null;
  readonly has_draft: number;
  readonly has_conflict: number;
}

const listed = `SELECT c.id, c.customer_id, c.customer_name, c.channel, c.subject, c.preview, c.status, c.assignee_id, c.team_id, c.verification,
    c.created_at, c.last_message_at, c.revision, c.unread,
    (SELECT name FROM agents WHERE agents.id = c.assignee_id) AS assignee_name,
    EXISTS (SELECT 1 FROM drafts WHERE drafts.conversation_id = c.id) AS has_draft,
    EXISTS (SELECT 1 FROM conflicts WHERE conflicts.conversation_id = c.id) AS has_conflict
  FROM conversations c`;

/** After everything, in an order that goes down in time and id. */
const fromTheTop = { at: Number.MAX_SAFE_INTEGER, id: '\u{10ffff}' };

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
const queue = 'c.queue = ?';

/** Exported for the test of query plans. */
export const viewQueries: Readonly<Record<View, { readonly rows: string; readonly total: string; readonly unread: string }>> = {
  mine: viewSql(mine, `c.unread = 1 AND ${mine}`),
  unassigned: viewSql(unassigned, `c.unread = 1 AND ${unassigned}`),
  open: viewSql(queue, `c.unread = 1 AND ${queue}`),
  pending: viewSql(queue, `c.unread = 1 AND ${queue}`),
  resolved: viewSql(queue, `c.unread = 1 AND ${queue}`),
  all: { ...viewSql('', 'c.unread = 1'), total: 'SELECT conversations AS n FROM position WHERE one = 1' },
};

function viewParameters(view: View, agentId: string): SqlValue[] {
  if (view === 'mine') return [agentId];
  return view === 'unassigned' || view === 'all' ? [] : [view];
}

function count(database: ReadableDatabase, sql: string, parameters: SqlValue[]): number {
  return database.row<{ n: number }>(sql, parameters)?.n ?? 0;
}

/** Conversations of a view, newest first. */
export function listInbox(database: ReadableDatabase, agentId: string, input: QueryInput<'inbox.list'>): VaultOutput<'inbox.list'> {
  const sql = viewQueries[input.view];
  const parameters = viewParameters(input.view, agentId);
  const after = input.after ?? fromTheTop;
  const found = database.rows<ListedRow>(sql.rows, [...parameters, after.at, after.id, input.limit + 1]);
  const rows = found.slice(0, input.limit).map(conversationRow);
  const last = rows[rows.length - 1];
  return {
    rows,
    next: found.length > input.limit && last !== undefined ? { at: last.lastMessageAt, id: last.id } : null,
    total: count(database, sql.total, parameters),
  };
}

export function countInbox(database: ReadableDatabase, agentId: string): VaultOutput<'inbox.counts'> {
  const of = (view: View): { total: number; unread: number } => ({
    total: count(database, viewQueries[view].total, viewParameters(view, agentId)),
    unread: count(database, viewQueries[view].unread, viewParameters(view, agentId)),
  });
  return { mine: of('mine'), unassigned: of('unassigned'), open: of('open'), pending: of('pending'), resolved: of('resolved'), all: of('all') };
}

export function listAgents(database: ReadableDatabase): VaultOutput<'inbox.agents'> {
  return database.rows<VaultOutput<'inbox.agents'>[number]>('SELECT id, name FROM agents').sort((a, b) => a.name.localeCompare(b.name));
}

/** Exported for the test of query plans. */
export const openQueries = {
  conversation: `${listed} WHERE c.id = ?`,
  messages: `SELECT * FROM messages WHERE ${ofConversation} AND (sent_at, id) < (?, ?) ORDER BY sent_at DESC, id DESC LIMIT ?`,
  customer: 'SELECT name, identities FROM customers WHERE id = ?',
  drafts: 'SELECT kind, text FROM drafts WHERE conversation_id = ?',
} as const;

/** A conversation with its newest messages before the cursor, oldest first. */
export function openConversation(database: ReadableDatabase, input: QueryInput<'conversation.open'>): VaultOutput<'conversation.open'> {
  const row = database.row<ListedRow>(openQueries.conversation, [input.id]);
  if (row === undefined) return null;
  const before = input.before ?? fromTheTop;
  const found = database.rows<MessageRow>(openQueries.messages, [input.id, input.id, before.at, before.id, input.limit + 1]);
  const messages = found.slice(0, input.limit).map(messageFrom).reverse();
  const customer = database.row<{ name: string; identities: string }>(openQueries.customer, [row.customer_id]);
  return {
    conversation: conversationRow(row),
    customer: {
      id: row.customer_id as Customer['id'],
      name: customer?.name ?? row.customer_name,
      identities: customer === undefined ? [] : (JSON.parse(customer.identities) as Customer['identities']),
    },
    messages,
    earlier: found.length > input.limit ? cursorOf(messages[0]) : null,
    drafts: draftsOf(database, input.id),
    conflicts: conflictsOf(database, input.id),
    held: heldIn(database, input.id),
  };
}

function draftsOf(database: ReadableDatabase, id: string): Record<WrittenKind, string> {
  const drafts = { reply: '', note: '' };
  for (const { kind, text } of database.rows<{ kind: WrittenKind; text: string }>(openQueries.drafts, [id])) drafts[kind] = text;
  return drafts;
}

function cursorOf(message: Message | undefined): Cursor | null {
  return message === undefined ? null : { at: message.sentAt, id: message.id };
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
    verification: row.verification,
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
    revision: row.revision,
    unread: row.unread === 1,
    assigneeName: row.assignee_name,
    hasDraft: row.has_draft === 1,
    hasConflict: row.has_conflict === 1,
  };
}
