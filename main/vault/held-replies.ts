import { SealdeskError } from '../../shared/domain/errors.ts';
import { maxMessageText } from '../../shared/domain/conversation.ts';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import { mostUndoSeconds } from '../../shared/domain/policy-terms.ts';
import type { Change } from './change.ts';
import type { ReadableDatabase, SqlValue, WritableDatabase } from './database.ts';
import { joinedDraft, keepDraft } from './drafts.ts';
import { backIntoDraft } from './outgoing/with-reply.ts';
import { type OutboxRow, queuedCommand, waitForNothing } from './outbox.ts';
import type { QueryInput } from './vault-query.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';

/**
 * Replies that can still be taken back. Such a command is stored like any other, but not given to the hub before its time;
 * when that has come it is let go in a transaction of its own, before anything is sent. So what is still held was never
 * sent, whatever the clock says and whenever the process ended, and what was let go is sent once, under its one key.
 */
interface HeldRow extends OutboxRow {
  readonly conversation_id: ConversationId;
  readonly held_until: number;
}

/** Exported for the test of query plans. */
export const heldQueries = {
  all: 'SELECT number, key, at, command, conversation_id, held_until FROM outbox WHERE held_until IS NOT NULL',
  of: 'SELECT number, key, at, command, conversation_id, held_until FROM outbox WHERE held_until IS NOT NULL AND conversation_id = ? ORDER BY number',
} as const;

/** Milliseconds; what is to be held for longer was written under another clock than the one that is right now. */
const longest = mostUndoSeconds * 1000;

/** Of a conversation, for the page. */
export function heldIn(database: ReadableDatabase, id: ConversationId): { messageId: MessageId; until: number }[] {
  return database.rows<HeldRow>(heldQueries.of, [id]).flatMap((row) => {
    const { command } = queuedCommand(row);
    return command.do === 'reply' ? [{ messageId: command.messageId, until: row.held_until }] : [];
  });
}

/** When the next one may go, in Unix milliseconds; null where nothing is held. */
export function nextDue(database: ReadableDatabase): number | null {
  return database.row<{ until: number | null }>('SELECT min(held_until) AS until FROM outbox WHERE held_until IS NOT NULL')?.until ?? null;
}

/** Lets those go whose time has come, each with what was done in its conversation after it. @returns whether there were any */
export function letGo(change: Change, now: number): boolean {
  const { database } = change;
  const due = database.rows<HeldRow>(heldQueries.all).filter(({ held_until }) => held_until <= now || held_until - now > longest);
  const first = new Map<ConversationId, number>();
  for (const { number, conversation_id: id } of due) {
    database.run('UPDATE outbox SET held_until = NULL WHERE number = ?', [number]);
    first.set(id, Math.min(number, first.get(id) ?? number));
  }
  for (const [id, number] of first) {
    backInLine(database, id, number);
    change.touch(id);
  }
  return due.length > 0;
}

/**
 * What may go now of a conversation, from that number on, stands at the end of the queue: what was done elsewhere meanwhile
 * has been sent, and whoever sends goes by the number. Notes and reports waited for nothing.
 */
export function backInLine(database: WritableDatabase, conversationId: ConversationId, from: number): void {
  const rows = database.rows<{ number: number }>(`SELECT number FROM outbox WHERE conversation_id = ? AND number >= ? AND verb NOT IN ${waitForNothing} ORDER BY number`, [conversationId, from]);
  for (const { number } of rows) toTheEnd(database, number);
}

/** As `backInLine`, for what waited for its conversation to begin: that is everything. */
export function allInLine(database: WritableDatabase, conversationId: ConversationId, from: number): void {
  for (const { number } of database.rows<{ number: number }>('SELECT number FROM outbox WHERE conversation_id = ? AND number >= ? ORDER BY number', [conversationId, from])) toTheEnd(database, number);
}

/** Gives one command the next number: what waited may be behind what was sent meanwhile. */
export function toTheEnd(database: WritableDatabase, number: number): void {
  const row = database.row<Record<'key' | 'conversation_id' | 'verb' | 'command', string> & { at: number; value: string | null; held_until: number | null; files_waiting: number }>(
    'SELECT key, at, conversation_id, verb, value, command, held_until, files_waiting FROM outbox WHERE number = ?',
    [number],
  );
  if (row === undefined) return;
  database.run('DELETE FROM outbox WHERE number = ?', [number]);
  const values: SqlValue[] = [row.key, row.at, row.conversation_id, row.verb, row.value, row.command, row.held_until, row.files_waiting];
  database.run('INSERT INTO outbox (key, at, conversation_id, verb, value, command, held_until, files_waiting) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', values);
}

/**
 * Takes a reply back: the message goes, its text stands in the draft above what was begun since, its files are in the draft again, and a status that was to
 * follow it goes as well, since nobody resolves over an answer that was not given.
 * @throws SealdeskError of kind `invalid` where reply and draft do not fit into one text
 */
export function undoReply(change: Change, now: number, { id, messageId }: QueryInput<'conversation.undo-reply'>): VaultOutput<'conversation.undo-reply'> {
  const { database } = change;
  const held = database.rows<HeldRow>(heldQueries.of, [id]).map((row) => ({ row, command: queuedCommand(row).command }));
  const found = held.find(({ command }) => command.do === 'reply' && command.messageId === messageId);
  if (found?.command.do !== 'reply') return { kind: 'too-late' };
  const { text } = found.command;
  const draft = joinedDraft(database, id, text);
  if (draft.length > maxMessageText) throw new SealdeskError('invalid', 'This answer and the draft below it are too long for one text. Shorten the draft, then try again.');
  database.run('DELETE FROM outbox WHERE number = ?', [found.row.number]);
  const following = database.rows<OutboxRow>("SELECT number, key, at, command FROM outbox WHERE conversation_id = ? AND verb = 'status'", [id]).filter((row) => {
    const { command } = queuedCommand(row);
    return command.do === 'status' && command.after === messageId;
  });
  for (const { number } of following) database.run('DELETE FROM outbox WHERE number = ?', [number]);
  backIntoDraft(database, messageId);
  change.removeOwnMessage(messageId);
  keepDraft(database, { id, kind: 'reply', text: draft, at: now });
  backInLine(database, id, found.row.number);
  change.touch(id);
  return { kind: 'undone', text, draft, status: following.length > 0 };
}
