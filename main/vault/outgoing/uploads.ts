import type { Command } from '../../../shared/contract/wire/mail.ts';
import type { UploadPlace } from '../../boundary/opened-vault.ts';
import type { IdempotencyKey } from '../../../shared/domain/ids.ts';
import type { Change } from '../change.ts';
import type { ReadableDatabase } from '../database.ts';
import { allInLine, backInLine, toTheEnd } from '../held-replies.ts';
import { filesIn, type OutboxRow, queuedCommand, settleCommand } from '../outbox.ts';

/** Why a file did not get to the hub. `lost`: it is not on this laptop any more. */
export type NotUploaded = 'gone' | 'full' | 'damaged' | 'lost';

const sentences: Readonly<Record<NotUploaded, string>> = {
  gone: 'It was not sent: the hub does not take files for this conversation from you any more. It may have been assigned to somebody else.',
  full: 'It was not sent: too many of your files wait at the hub. Wait until others have gone out, then attach them again.',
  damaged: 'It was not sent: a file on this laptop is damaged. Attach it again, then send the answer again.',
  lost: 'It was not sent: a file is not on this laptop any more. Attach it again, then send the answer again.',
};

/** Of the first mail of a conversation, which answers nothing, and which nobody can have been given instead. */
const ofFirstMail: Readonly<Record<NotUploaded, string>> = {
  ...sentences,
  gone: 'It was not sent: the hub does not take files from you for a new conversation. It may have begun already: look for it in the list, or ask your lead.',
  damaged: 'It was not sent: a file on this laptop is damaged. Attach it again, then send the mail again.',
  lost: 'It was not sent: a file is not on this laptop any more. Attach it again, then send the mail again.',
};

const sentenceOf = (command: Command, why: NotUploaded): string => (command.do === 'start' ? ofFirstMail : sentences)[why];

interface WaitingRow extends OutboxRow {
  readonly conversation_id: string;
}

/** Exported for the test of query plans. */
export const uploadQueries = {
  /** What begins the conversation; the hub has not answered it. */
  beginning: "SELECT 1 AS here FROM outbox WHERE conversation_id = ? AND verb = 'start'",
  any: 'SELECT 1 AS here FROM outbox INDEXED BY outbox_waiting WHERE files_waiting > 0 LIMIT 1',
  waiting: 'SELECT number, key, at, command, conversation_id FROM outbox WHERE files_waiting > 0 AND held_until IS NULL ORDER BY number',
} as const;

const waiting = (database: ReadableDatabase) => database.rows<WaitingRow>(uploadQueries.waiting).map((row) => ({ row, command: queuedCommand(row).command }));

/** Whether something waits for its files to be at the hub. */
export const filesWait = (database: ReadableDatabase): boolean => database.row(uploadQueries.any) !== undefined;

/**
 * The file that is to be uploaded next; null where none is. The hub takes none for a conversation that it does not know, but with what begins it. A reply or note whose files are all at the hub is let go on the way, and one of which a file is lost fails.
 */
export function nextUpload(change: Change, now: number): UploadPlace | null {
  for (const { row, command } of waiting(change.database)) {
    const begins = command.do === 'start';
    if (!begins && change.database.row(uploadQueries.beginning, [row.conversation_id]) !== undefined) continue;
    const states = filesIn(command).map(({ id, size }) => ({ id, size, uploaded: change.database.row<{ uploaded: number }>('SELECT uploaded FROM outgoing_files WHERE id = ?', [id])?.uploaded }));
    if (states.some(({ uploaded }) => uploaded === undefined)) {
      settleCommand(change, row.key as IdempotencyKey, { kind: 'refused', message: sentenceOf(command, 'lost') }, now);
      continue;
    }
    const next = states.find(({ uploaded }) => uploaded === 0);
    if (next !== undefined) return { id: next.id, conversationId: command.conversationId, size: next.size, ...(begins ? { begins } : {}) };
    change.database.run('UPDATE outbox SET files_waiting = 0 WHERE number = ?', [row.number]);
    if (begins) allInLine(change.database, command.conversationId, row.number);
    // A note goes past what is held, and stands in no line but the one by number.
    else if (command.do === 'note') toTheEnd(change.database, row.number);
    else backInLine(change.database, command.conversationId, row.number);
    change.touch(command.conversationId);
  }
  return null;
}

/** The hub has all of a file. */
export function uploaded({ database }: Change, id: UploadPlace['id']): void {
  database.run('UPDATE outgoing_files SET uploaded = 1 WHERE id = ?', [id]);
}

/** The reply that the file was for will not go out. */
export function notUploaded(change: Change, id: UploadPlace['id'], why: NotUploaded, now: number): void {
  const found = waiting(change.database).find(({ command }) => filesIn(command).some((file) => file.id === id));
  if (found !== undefined) settleCommand(change, found.row.key as IdempotencyKey, { kind: 'refused', message: sentenceOf(found.command, why) }, now);
}
