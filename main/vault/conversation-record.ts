import type { Conversation } from '../../shared/domain/conversation.ts';
import { writeFollowers } from './conversation-followers.ts';
import { writeTags } from './conversation-tags.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { type PendingWork, withPending } from './pending-work.ts';

/** What is known of a conversation from its messages and from the agent. Times are 0 where there is nothing yet. */
export interface Head {
  /** Newest message to or from the customer. */
  readonly newest_at: number;
  readonly newest_place: number;
  readonly newest_id: string;
  /** Newest message from the customer. */
  readonly inbound_at: number;
  /** The agent has read everything up to then. */
  readonly read_to: number;
}

export const emptyHead: Head = { newest_at: 0, newest_place: 0, newest_id: '', inbound_at: 0, read_to: 0 };

/** A row of `conversations` as it is stored, without the columns that follow from its status. */
export interface ConversationRecord extends Head {
  readonly id: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly channel: Conversation['channel'];
  readonly subject: string;
  readonly team_id: string | null;
  readonly verification: Conversation['verification'];
  readonly due_at: number | null;
  readonly reply_until: number | null;
  /** JSON: OtherRecipient[] */
  readonly others: string;
  /** The conversation that its messages are in now. */
  readonly merged_into: string | null;
  readonly created_at: number;
  readonly revision: number;
  readonly hub_status: Conversation['status'];
  /** 0 where it is not snoozed, or it is not known until when. */
  readonly hub_snoozed_until: number;
  readonly hub_priority: Conversation['priority'];
  /** JSON: Tag[] */
  readonly hub_tags: string;
  /** JSON: AgentId[] */
  readonly hub_followers: string;
  readonly hub_assignee_id: string | null;
  readonly hub_preview: string;
  readonly hub_last_message_at: number;
  readonly status: Conversation['status'];
  readonly snoozed_until: number;
  readonly priority: Conversation['priority'];
  readonly tags: string;
  readonly followers: string;
  readonly assignee_id: string | null;
  readonly preview: string;
  readonly last_message_at: number;
  readonly unread: number;
  readonly generation: number;
}

export function readConversation(database: ReadableDatabase, id: string): ConversationRecord | undefined {
  return database.row<ConversationRecord>(
    `SELECT id, customer_id, customer_name, channel, subject, team_id, verification, reply_until, others, merged_into, due_at, created_at, revision,
            hub_status, hub_snoozed_until, hub_priority, hub_tags, hub_followers, hub_assignee_id, hub_preview, hub_last_message_at,
            status, snoozed_until, priority, tags, followers, assignee_id, preview, last_message_at, unread, newest_at, newest_place, newest_id, inbound_at, read_to, generation
     FROM conversations WHERE id = ?`,
    [id],
  );
}

/** What seldom changes with a message; SQLite would write an index's entry anew where a column of it is set to what it is. */
const seldomWritten = [
  'customer_name', 'channel', 'subject', 'team_id', 'verification', 'reply_until', 'others', 'due_at', 'created_at',
  'hub_status', 'hub_snoozed_until', 'hub_tags', 'hub_priority', 'hub_assignee_id',
] as const satisfies readonly (keyof ConversationRecord)[];
const writeSeldom = `UPDATE conversations SET ${seldomWritten.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`;

/** Writes what differs; the frequent case, a new message, leaves alone the indexes that it does not concern. */
export function writeConversation(database: WritableDatabase, record: ConversationRecord, stored: ConversationRecord | undefined): void {
  if (stored === undefined) {
    insertConversation(database, record);
    return;
  }
  database.run(
    `UPDATE conversations SET revision = ?, hub_preview = ?, hub_last_message_at = ?, preview = ?, last_message_at = ?,
       newest_at = ?, newest_place = ?, newest_id = ?, inbound_at = ?, read_to = ? WHERE id = ?`,
    [
      record.revision, record.hub_preview, record.hub_last_message_at, record.preview, record.last_message_at,
      record.newest_at, record.newest_place, record.newest_id, record.inbound_at, record.read_to, record.id,
    ],
  );
  if (seldomWritten.some((column) => record[column] !== stored[column])) {
    database.run(writeSeldom, [...seldomWritten.map((column) => record[column]), record.id]);
  }
  const active = activeOf(record);
  if (record.status !== stored.status || record.assignee_id !== stored.assignee_id || record.unread !== stored.unread) {
    database.run('UPDATE conversations SET status = ?, active = ?, assignee_id = ?, unread = ? WHERE id = ?', [record.status, active, record.assignee_id, record.unread, record.id]);
  }
  if (record.priority !== stored.priority || record.snoozed_until !== stored.snoozed_until || record.tags !== stored.tags) {
    database.run('UPDATE conversations SET priority = ?, snoozed_until = ?, tags = ? WHERE id = ?', [record.priority, record.snoozed_until, record.tags, record.id]);
  }
  if (record.followers !== stored.followers || record.hub_followers !== stored.hub_followers || record.merged_into !== stored.merged_into) {
    database.run('UPDATE conversations SET followers = ?, hub_followers = ?, merged_into = ? WHERE id = ?', [record.followers, record.hub_followers, record.merged_into, record.id]);
  }
  writeTags(database, stored, record);
  writeFollowers(database, stored, record);
  if (record.generation !== stored.generation) database.run('UPDATE conversations SET generation = ? WHERE id = ?', [record.generation, record.id]);
  if (record.customer_id !== stored.customer_id) database.run('UPDATE conversations SET customer_id = ? WHERE id = ?', [record.customer_id, record.id]);
}

function insertConversation(database: WritableDatabase, record: ConversationRecord): void {
  database.run(
    `INSERT INTO conversations (id, customer_id, customer_name, channel, subject, team_id, verification, reply_until, others, merged_into, due_at, created_at, revision,
       hub_status, hub_snoozed_until, hub_priority, hub_tags, hub_followers, hub_assignee_id, hub_preview, hub_last_message_at,
       status, snoozed_until, priority, tags, followers, assignee_id, preview, last_message_at, unread, newest_at, newest_place, newest_id, inbound_at, read_to, generation, active)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      record.id, record.customer_id, record.customer_name, record.channel, record.subject, record.team_id, record.verification, record.reply_until, record.others, record.merged_into, record.due_at, record.created_at, record.revision,
      record.hub_status, record.hub_snoozed_until, record.hub_priority, record.hub_tags, record.hub_followers, record.hub_assignee_id, record.hub_preview, record.hub_last_message_at,
      record.status, record.snoozed_until, record.priority, record.tags, record.followers, record.assignee_id, record.preview, record.last_message_at, record.unread,
      record.newest_at, record.newest_place, record.newest_id, record.inbound_at, record.read_to, record.generation, activeOf(record),
    ],
  );
  writeTags(database, undefined, record);
  writeFollowers(database, undefined, record);
}

function activeOf({ status }: ConversationRecord): number {
  return status === 'resolved' ? 0 : 1;
}

/** What the hub said, not yet joined with what only this device knows (`settled`). */
export function fromHub(conversation: Conversation, head: Head, generation: number): ConversationRecord {
  return {
    id: conversation.id,
    customer_id: conversation.customerId,
    customer_name: conversation.customerName,
    channel: conversation.channel,
    subject: conversation.subject,
    team_id: conversation.teamId,
    verification: conversation.verification,
    due_at: conversation.dueAt,
    reply_until: conversation.replyUntil,
    others: JSON.stringify(conversation.others),
    merged_into: conversation.mergedInto,
    created_at: conversation.createdAt,
    revision: conversation.revision,
    hub_status: conversation.status,
    hub_snoozed_until: conversation.snoozedUntil ?? 0,
    hub_priority: conversation.priority,
    hub_tags: JSON.stringify(conversation.tags),
    hub_followers: JSON.stringify(conversation.followers),
    hub_assignee_id: conversation.assigneeId,
    hub_preview: conversation.preview,
    hub_last_message_at: conversation.lastMessageAt,
    status: conversation.status,
    snoozed_until: conversation.snoozedUntil ?? 0,
    priority: conversation.priority,
    tags: JSON.stringify(conversation.tags),
    followers: JSON.stringify(conversation.followers),
    assignee_id: conversation.assigneeId,
    preview: conversation.preview,
    last_message_at: conversation.lastMessageAt,
    unread: 0,
    newest_at: head.newest_at,
    newest_place: head.newest_place,
    newest_id: head.newest_id,
    inbound_at: head.inbound_at,
    read_to: head.read_to,
    generation,
  };
}

/** Whether a message has come or gone that the hub's copy of the conversation does not know of yet. */
export function hasLaterMessage(record: ConversationRecord): boolean {
  return record.newest_at > record.hub_last_message_at;
}

/**
 * What the agent sees: the hub's word, overlaid with queued work and with messages that came after it
 * (`laterPreview` is of the newest of those). A function of what is stored, not of the order it came in.
 */
export function settled(record: ConversationRecord, pending: readonly PendingWork[], laterPreview: string | null): ConversationRecord {
  const hub = { status: record.hub_status, snoozed_until: record.hub_snoozed_until, priority: record.hub_priority, tags: record.hub_tags, followers: record.hub_followers, assignee_id: record.hub_assignee_id };
  return {
    ...record,
    ...withPending(hub, pending),
    preview: laterPreview ?? record.hub_preview,
    last_message_at: hasLaterMessage(record) ? record.newest_at : record.hub_last_message_at,
    unread: record.inbound_at > record.read_to ? 1 : 0,
  };
}

export function sameConversation(a: ConversationRecord, b: ConversationRecord): boolean {
  const keys = Object.keys(a) as (keyof ConversationRecord)[];
  return keys.every((key) => a[key] === b[key]);
}

/** Of a conversation that has not come itself yet. */
export function readHead(database: ReadableDatabase, conversationId: string): Head | undefined {
  return database.row<Head>('SELECT newest_at, newest_place, newest_id, inbound_at, read_to FROM heads WHERE conversation_id = ?', [conversationId]);
}

export function writeHead(database: WritableDatabase, conversationId: string, head: Head): void {
  database.run(
    `INSERT INTO heads (conversation_id, newest_at, newest_place, newest_id, inbound_at, read_to) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (conversation_id) DO UPDATE SET newest_at = excluded.newest_at, newest_place = excluded.newest_place, newest_id = excluded.newest_id,
       inbound_at = excluded.inbound_at, read_to = excluded.read_to`,
    [conversationId, head.newest_at, head.newest_place, head.newest_id, head.inbound_at, head.read_to],
  );
}

export function removeHead(database: WritableDatabase, conversationId: string): void {
  database.run('DELETE FROM heads WHERE conversation_id = ?', [conversationId]);
}
