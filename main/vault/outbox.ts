import { randomUUID } from 'node:crypto';
import { Command as CommandSchema, type Command, type Conflict, type HubEvent } from '../../shared/contract/wire/mail.ts';
import type { SentFile } from '../../shared/contract/wire/attachment.ts';
import type { ConversationId, IdempotencyKey, MessageId } from '../../shared/domain/ids.ts';
import type { Change } from './change.ts';
import { keepConflict } from './kept-conflicts.ts';
import type { ReadableDatabase } from './database.ts';
import { belongToMessage } from './outgoing/with-reply.ts';
import { followersAfter, tagsAfter, valueOf } from './pending-work.ts';

type Outcome = Extract<HubEvent, { e: 'command.result' }>['outcome'];

/** Work that waits for the hub's answer. */
export interface QueuedCommand {
  readonly number: number;
  readonly key: IdempotencyKey;
  readonly at: number;
  readonly command: Command;
}

export interface OutboxRow {
  readonly number: number;
  readonly key: string;
  readonly at: number;
  readonly command: string;
}

/**
 * Queues a command under a fresh idempotency key; the caller makes its local effect in the same transaction.
 * @param heldUntil Unix milliseconds: so long it is not given to the hub (held-replies.ts)
 */
export function enqueue(change: Change, command: Command, at: number, heldUntil: number | null = null): void {
  change.database.run('INSERT INTO outbox (key, at, conversation_id, verb, value, command, held_until, files_waiting) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
    randomUUID(),
    at,
    command.conversationId,
    command.do,
    valueOf(command),
    JSON.stringify(command),
    heldUntil,
    filesOf(command),
  ]);
  change.touch(command.conversationId);
}

/** How many files the hub is to have before it gets the command. */
export const filesOf = (command: Command): number => filesIn(command).length;

/** What goes along with it. */
export const filesIn = (command: Command): readonly SentFile[] => (command.do === 'reply' || command.do === 'template' || command.do === 'note' || command.do === 'start' ? (command.files ?? []) : []);

/** The newest reply of a conversation that the hub has not answered yet. */
export function queuedReply(database: ReadableDatabase, conversationId: ConversationId): MessageId | null {
  const row = database.row<OutboxRow>("SELECT number, key, at, command FROM outbox WHERE conversation_id = ? AND verb IN ('reply', 'template') ORDER BY number DESC LIMIT 1", [conversationId]);
  if (row === undefined) return null;
  const { command } = queuedCommand(row);
  return command.do === 'reply' || command.do === 'template' ? command.messageId : null;
}

/** Verbs that contradict nobody, and go out whatever is held before them; as SQL has them. */
export const waitForNothing = "('note', 'transcript')";

/** Exported for the test of query plans. */
export const outboxQueries = {
  after: `SELECT number, key, at, command FROM outbox WHERE number > ? AND held_until IS NULL AND files_waiting = 0
    AND NOT EXISTS (
      SELECT 1 FROM outbox begun WHERE begun.files_waiting > 0 AND begun.verb = 'start' AND begun.conversation_id = outbox.conversation_id)
    AND (verb IN ${waitForNothing} OR NOT EXISTS (
      SELECT 1 FROM outbox held WHERE held.held_until IS NOT NULL AND held.conversation_id = outbox.conversation_id AND held.number < outbox.number)
      AND NOT EXISTS (
      SELECT 1 FROM outbox held WHERE held.files_waiting > 0 AND held.conversation_id = outbox.conversation_id AND held.number < outbox.number))
    ORDER BY number`,
} as const;

/** Commands after that number that may go to the hub, oldest first: none that is held or whose files are not at the hub, and none of a conversation behind one that is, or that has not begun. */
export function queuedAfter(database: ReadableDatabase, number: number): QueuedCommand[] {
  return database.rows<OutboxRow>(outboxQueries.after, [number]).map(queuedCommand);
}

/** The hub has answered: the command leaves the outbox, and what it refused is undone or marked. */
export function settleCommand(change: Change, key: IdempotencyKey, outcome: Outcome, now: number): void {
  const row = change.database.row<OutboxRow>('SELECT number, key, at, command FROM outbox WHERE key = ?', [key]);
  // Answered before, or purged with its conversation.
  if (row === undefined) return;
  const { command } = queuedCommand(row);
  change.database.run('DELETE FROM outbox WHERE number = ?', [row.number]);
  change.touch(command.conversationId);
  if (outcome.kind === 'done') confirmDone(change, command);
  else if (outcome.kind === 'refused') markRefused(change, key, command, outcome.message, now);
  else giveBack(change, key, command, outcome.conflict, now);
}

function confirmDone(change: Change, command: Command): void {
  switch (command.do) {
    case 'reply':
    case 'template':
    case 'start':
    case 'call':
    case 'note':
      if (filesOf(command) > 0) belongToMessage(change.database, command.messageId);
      change.settleOwnMessage(command.messageId, 'accepted', null);
      return;
    case 'status':
      change.confirm(command.conversationId, { hub_status: command.status, hub_snoozed_until: command.until ?? 0 });
      return;
    case 'assign':
      change.confirm(command.conversationId, { hub_assignee_id: command.assigneeId });
      return;
    case 'priority':
      change.confirm(command.conversationId, { hub_priority: command.priority });
      return;
    case 'tag': {
      const tags = change.conversation(command.conversationId)?.hub_tags;
      if (tags !== undefined) change.confirm(command.conversationId, { hub_tags: tagsAfter(tags, command.change, command.tag) });
      return;
    }
    case 'follow': {
      const followers = change.conversation(command.conversationId)?.hub_followers;
      if (followers !== undefined) change.confirm(command.conversationId, { hub_followers: followersAfter(followers, command.change, command.agentId) });
      return;
    }
    case 'transcript':
      return;
  }
}

/** Nothing was done at the hub, and nothing will be until the agent has seen why. */
function giveBack(change: Change, key: IdempotencyKey, command: Command, conflict: Conflict, now: number): void {
  if (command.do === 'reply') change.settleOwnMessage(command.messageId, 'conflict', null);
  // A template is refused where a colleague has answered, for it cannot be edited.
  if (command.do === 'template') markRefused(change, key, command, 'The template was not sent. Look at the conversation, and send it again if it is still wanted.', now);
  else if (command.do === 'start' || command.do === 'call') markRefused(change, key, command, 'The hub did not carry it out. Take it back and try again.', now);
  // A note contradicts nobody; a hub that says otherwise is not lost, though.
  else if (command.do === 'note') markRefused(change, key, command, 'The note was not kept. Write it again.', now);
  // Neither does a report, nor a tag.
  else if (command.do === 'tag') markRefused(change, key, command, 'The tag was not changed. Try again.', now);
  else if (command.do === 'follow') markRefused(change, key, command, 'Nothing was changed. Try again.', now);
  else if (command.do !== 'transcript') keepConflict(change, key, now, command, conflict);
}

function markRefused(change: Change, key: IdempotencyKey, command: Command, sentence: string, now: number): void {
  switch (command.do) {
    case 'reply':
    case 'template':
    case 'note':
      if (filesOf(command) > 0) belongToMessage(change.database, command.messageId);
      change.settleOwnMessage(command.messageId, 'failed', sentence);
      return;
    case 'start':
    case 'call':
      // What was typed stays until the agent takes it back.
      change.settleOwnMessage(command.messageId, 'failed', sentence);
      keepConflict(change, key, now, command, { reason: 'held', by: null, answer: null });
      return;
    case 'status':
      noteRefusal(change, command.conversationId, `The status stays as it was (not “${command.status}”).`, sentence, now);
      return;
    case 'assign':
      noteRefusal(change, command.conversationId, 'The assignment stays as it was.', sentence, now);
      return;
    case 'priority':
      noteRefusal(change, command.conversationId, `The priority stays as it was (not “${command.priority}”).`, sentence, now);
      return;
    case 'tag':
      // Not the tag: it may be what must not stand anywhere.
      noteRefusal(change, command.conversationId, 'The tags stay as they were.', sentence, now);
      return;
    case 'follow':
      noteRefusal(change, command.conversationId, 'Who follows stays as it was.', sentence, now);
      return;
    case 'transcript':
      return;
  }
}

/** A refused status or assignment has no message of its own to be marked; without this line it would only jump back. */
function noteRefusal(change: Change, conversationId: ConversationId, text: string, sentence: string, now: number): void {
  const conversation = change.conversation(conversationId);
  if (conversation === undefined) return;
  change.storeOwnMessage({
    id: randomUUID() as MessageId,
    conversationId,
    kind: 'event',
    channel: conversation.channel,
    authorName: 'Sealdesk',
    agentId: null,
    subject: null,
    text,
    html: null,
    sentAt: Math.max(now, conversation.newest_at + 1),
    status: 'failed',
    failure: sentence,
    findings: [],
    risk: { level: 'none', reasons: [] },
    attachments: [],
    revision: 1,
  });
}

export function queuedCommand(row: OutboxRow): QueuedCommand {
  return { number: row.number, key: row.key as IdempotencyKey, at: row.at, command: CommandSchema.parse(JSON.parse(row.command)) };
}
