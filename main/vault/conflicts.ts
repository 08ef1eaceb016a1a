import { Command as CommandSchema, Conflict as ConflictSchema, type Command, type Conflict } from '../../shared/contract/wire/mail.ts';
import type { ConflictShown, SettleHow } from '../../shared/contract/ipc/inbox.ts';
import { maxMessageText } from '../../shared/domain/conversation.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AgentId, ConversationId, IdempotencyKey } from '../../shared/domain/ids.ts';
import type { Change } from './change.ts';
import type { ConversationRecord } from './conversation-record.ts';
import type { ReadableDatabase } from './database.ts';
import { joinedDraft, keepDraft } from './drafts.ts';
import { enqueue, queuedReply } from './outbox.ts';
import { backIntoDraft, belongToMessage, uploadAgain } from './outgoing/with-reply.ts';

interface ConflictRow {
  readonly key: string;
  readonly at: number;
  readonly command: string;
  readonly conflict: string;
}

/** Exported for the test of query plans. */
export const conflictQueries = {
  of: 'SELECT key, at, command, conflict FROM conflicts WHERE conversation_id = ? ORDER BY number',
} as const;

/** What waits for the agent's word in a conversation, oldest first, with what stands there now. */
export function conflictsOf(database: ReadableDatabase, id: ConversationId): ConflictShown[] {
  const now = database.row<Pick<ConversationRecord, 'hub_status' | 'hub_priority' | 'hub_assignee_id'>>('SELECT hub_status, hub_priority, hub_assignee_id FROM conversations WHERE id = ?', [id]);
  if (now === undefined) return [];
  const nameOf = (agentId: string | null): string | null =>
    agentId === null ? null : (database.row<{ name: string }>('SELECT name FROM agents WHERE id = ?', [agentId])?.name ?? null);
  return database.rows<ConflictRow>(conflictQueries.of, [id]).flatMap((row): ConflictShown[] => {
    const { command, conflict } = read(row);
    const common = { key: row.key as IdempotencyKey, by: conflict.by };
    switch (command.do) {
      case 'reply':
        return [{ ...common, about: 'reply', text: command.text, theirs: answerOf(database, conflict) }];
      case 'status':
        return [{ ...common, about: 'status', held: conflict.reason === 'held', wanted: command.status, now: now.hub_status }];
      case 'assign':
        return [{ ...common, about: 'assign', held: conflict.reason === 'held', wanted: command.teamId === undefined ? nameOf(command.assigneeId) : teamNamed(database, command.teamId), now: nameOf(now.hub_assignee_id) }];
      case 'priority':
        return [{ ...common, about: 'priority', wanted: command.priority, now: now.hub_priority }];
      case 'note':
      case 'tag':
      case 'follow':
      case 'template':
      case 'start':
      case 'call':
      case 'transcript':
        return [];
    }
  });
}

/** Null where the team is not known any more. */
function teamNamed(database: ReadableDatabase, id: string): string | null {
  return database.row<{ name: string }>('SELECT name FROM teams WHERE id = ?', [id])?.name ?? null;
}

function answerOf(database: ReadableDatabase, { answer }: Conflict): { authorName: string; text: string; sentAt: number } | null {
  const row = answer === null ? undefined : database.row<{ author_name: string; text: string; sent_at: number }>('SELECT author_name, text, sent_at FROM messages WHERE id = ?', [answer]);
  return row === undefined ? null : { authorName: row.author_name, text: row.text, sentAt: row.sent_at };
}

/**
 * The agent's word on a conflict. `again`: it goes out in spite of what happened, under a new key, as somebody who has
 * now seen that. `edit`: the reply goes back to the draft, above what is written there. `discard`: it is forgotten.
 * One that is settled already, here or by a purge, is no error: the screen was a moment late.
 * @returns the draft after `edit`, else null
 * @throws SealdeskError of kind `invalid` where reply and draft do not fit into one text
 */
export function settleConflict(change: Change, now: number, { id, key, how }: { readonly id: ConversationId; readonly key: IdempotencyKey; readonly how: SettleHow }): { draft: string | null } {
  const row = change.database.row<ConflictRow>('SELECT key, at, command, conflict FROM conflicts WHERE key = ? AND conversation_id = ?', [key, id]);
  const conversation = change.conversation(id);
  if (row === undefined || conversation === undefined) return { draft: null };
  const { command, conflict } = read(row);
  change.database.run('DELETE FROM conflicts WHERE key = ?', [key]);
  change.touch(id);
  if (command.do !== 'reply') {
    if (how === 'again') askAgain(change, now, command, conversation);
    return { draft: null };
  }
  if (how === 'again') {
    uploadAgain(change.database, command.messageId);
    change.queueOwnMessageAgain(command.messageId, Math.max(now, conversation.last_message_at + 1));
    enqueue(change, { ...command, seen: conflict.answer ?? command.seen }, now);
    return { draft: null };
  }
  if (how === 'edit') backIntoDraft(change.database, command.messageId);
  else belongToMessage(change.database, command.messageId);
  change.removeOwnMessage(command.messageId);
  return { draft: how === 'edit' ? backToDraft(change, now, id, command.text) : null };
}

function askAgain(change: Change, now: number, command: Exclude<Command, { do: 'reply' }>, conversation: ConversationRecord): void {
  if (command.do === 'assign') {
    const { after: _, ...wish } = command;
    enqueue(change, { ...wish, was: conversation.assignee_id as AgentId | null }, now);
  } else if (command.do === 'priority') {
    enqueue(change, { ...command, was: conversation.priority }, now);
  } else if (command.do === 'status') {
    const after = queuedReply(change.database, command.conversationId);
    const until = command.until === undefined ? {} : { until: command.until };
    enqueue(change, { do: 'status', conversationId: command.conversationId, status: command.status, ...until, was: conversation.status, ...(after === null ? {} : { after }) }, now);
  }
}

/** Neither text is lost: what was sent stands above what was begun since. */
function backToDraft(change: Change, now: number, id: ConversationId, text: string): string {
  const draft = joinedDraft(change.database, id, text);
  if (draft.length > maxMessageText) throw new SealdeskError('invalid', 'This answer and the draft below it are too long for one text. Send or shorten the draft, then try again.');
  keepDraft(change.database, { id, kind: 'reply', text: draft, at: now });
  return draft;
}

function read(row: ConflictRow): { command: Command; conflict: Conflict } {
  return { command: CommandSchema.parse(JSON.parse(row.command)), conflict: ConflictSchema.parse(JSON.parse(row.conflict)) };
}
