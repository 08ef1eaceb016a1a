import type { Conversation } from '../../shared/domain/conversation.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** A row of `conversations` as it is stored, without the columns the database derives. */
export interface ConversationRecord {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly channel: Conversation['channel'];
  readonly subject: string;
  readonly team_id: string | null;
  readonly created_at: number;
  readonly revision: number;
  readonly hub_status: Conversation['status'];
  readonly hub_assignee_id: string | null;
  readonly hub_preview: string;
  readonly hub_last_message_at: number;
  readonly status: Conversation['status'];
  readonly assignee_id: string | null;
  readonly preview: string;
  readonly last_message_at: number;
  readonly unread: number;
  readonly generation: number;
}

export function readConversation(database: ReadableDatabase, id: string): ConversationRecord | undefined {
  return database.row<ConversationRecord>(
    `SELECT id, customer_id, customer_name, channel, subject, team_id, created_at, revision,
            hub_status, hub_assignee_id, hub_preview, hub_last_message_at,
            status, assignee_id, preview, last_message_at, unread, generation
     FROM conversations WHERE id = ?`,
    [id],
  );
}

export function writeConversation(database: WritableDatabase, record: ConversationRecord): void {
  database.run(
    `INSERT INTO conversations (id, customer_id, customer_name, channel, subject, team_id, created_at, revision,
            hub_status, hub_assignee_id, hub_preview, hub_last_message_at,
            status, assignee_id, preview, last_message_at, unread, generation, active, queue)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       customer_id = excluded.customer_id, customer_name = excluded.customer_name, channel = excluded.channel,
       subject = excluded.subject, team_id = excluded.team_id, created_at = excluded.created_at, revision = excluded.revision,
       hub_status = excluded.hub_status, hub_assignee_id = excluded.hub_assignee_id, hub_preview = excluded.hub_preview,
       hub_last_message_at = excluded.hub_last_message_at, status = excluded.status, assignee_id = excluded.assignee_id,
       preview = excluded.preview, last_message_at = excluded.last_message_at, unread = excluded.unread,
       generation = excluded.generation,
       active = excluded.active, queue = excluded.queue`,
    [
      record.id, record.customer_id, record.customer_name, record.channel, record.subject, record.team_id, record.created_at, record.revision,
      record.hub_status, record.hub_assignee_id, record.hub_preview, record.hub_last_message_at,
      record.status, record.assignee_id, record.preview, record.last_message_at, record.unread, record.generation,
      record.status === 'resolved' ? 0 : 1, record.status === 'snoozed' ? 'pending' : record.status,
    ],
  );
}

/** What the hub said, not yet joined with what only this device knows (`settled`). */
export function fromHub(conversation: Conversation, generation: number): ConversationRecord {
  return {
    id: conversation.id,
    customer_id: conversation.customerId,
    customer_name: conversation.customerName,
    channel: conversation.channel,
    subject: conversation.subject,
    team_id: conversation.teamId,
    created_at: conversation.createdAt,
    revision: conversation.revision,
    hub_status: conversation.status,
    hub_assignee_id: conversation.assigneeId,
    hub_preview: conversation.preview,
    hub_last_message_at: conversation.lastMessageAt,
    status: conversation.status,
    assignee_id: conversation.assigneeId,
    preview: conversation.preview,
    last_message_at: conversation.lastMessageAt,
    unread: 0,
    generation,
  };
}

/** Work of this agent on a conversation that the hub has not answered yet, oldest first. */
export interface PendingWork {
  readonly verb: 'reply' | 'note' | 'status' | 'assign';
  readonly value: string | null;
}

/**
 * What the agent sees: the hub's word, overlaid with queued work and with messages that came after it.
 * A function of what is stored, not of the order it came in.
 */
export function settled(record: ConversationRecord, head: Head, pending: readonly PendingWork[]): ConversationRecord {
  const status = pending.findLast((work) => work.verb === 'status')?.value as Conversation['status'] | undefined;
  const assign = pending.findLast((work) => work.verb === 'assign');
  const later = head.newest_at > record.hub_last_message_at;
  return {
    ...record,
    status: status ?? record.hub_status,
    assignee_id: assign === undefined ? record.hub_assignee_id : assign.value,
    preview: later ? head.newest_preview : record.hub_preview,
    last_message_at: later ? head.newest_at : record.hub_last_message_at,
    unread: head.inbound_at > head.read_to ? 1 : 0,
  };
}

export function sameConversation(a: ConversationRecord, b: ConversationRecord): boolean {
  const keys = Object.keys(a) as (keyof ConversationRecord)[];
  return keys.every((key) => a[key] === b[key]);
}

/** A row of `heads`. Times are 0 where there is nothing yet. */
export interface Head {
  readonly newest_at: number;
  readonly newest_id: string;
  readonly newest_preview: string;
  readonly inbound_at: number;
  readonly read_to: number;
}

export const emptyHead: Head = { newest_at: 0, newest_id: '', newest_preview: '', inbound_at: 0, read_to: 0 };

export function readHead(database: ReadableDatabase, conversationId: string): Head | undefined {
  return database.row<Head>('SELECT newest_at, newest_id, newest_preview, inbound_at, read_to FROM heads WHERE conversation_id = ?', [conversationId]);
}

export function writeHead(database: WritableDatabase, conversationId: string, head: Head): void {
  database.run(
    `INSERT INTO heads (conversation_id, newest_at, newest_id, newest_preview, inbound_at, read_to) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (conversation_id) DO UPDATE SET newest_at = excluded.newest_at, newest_id = excluded.newest_id,
       newest_preview = excluded.newest_preview, inbound_at = excluded.inbound_at, read_to = excluded.read_to`,
    [conversationId, head.newest_at, head.newest_id, head.newest_preview, head.inbound_at, head.read_to],
  );
}
