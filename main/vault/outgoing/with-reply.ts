import type { DraftFile, FileFor } from '../../../shared/contract/ipc/composer.ts';
import type { HubAttachment, SentFile } from '../../../shared/contract/wire/attachment.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import type { AttachmentId, ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { toBase64 } from '../../../shared/trust/bytes.ts';
import type { ReadableDatabase, WritableDatabase } from '../database.ts';

interface Row {
  readonly id: AttachmentId;
  readonly name: string;
  readonly media_type: string;
  readonly size: number;
  readonly key: Uint8Array;
  readonly sha256: string;
}

/** Exported for the test of query plans. */
export const outgoingQueries = {
  inDraft: 'SELECT id, name, media_type, size FROM outgoing_files WHERE conversation_id = ? AND message_id IS NULL AND kind = ? AND sha256 IS NOT NULL ORDER BY at, id LIMIT 200',
  one: 'SELECT id, name, media_type, size, key, sha256 FROM outgoing_files WHERE id = ? AND conversation_id = ? AND kind = ? AND message_id IS NULL AND sha256 IS NOT NULL',
} as const;

/** The files of a conversation's draft that are here whole, in the order in which they were added. */
export function draftFiles(database: ReadableDatabase, id: ConversationId, kind: FileFor): DraftFile[] {
  return database.rows<Omit<Row, 'key' | 'sha256'>>(outgoingQueries.inDraft, [id, kind]).map(({ id: file, name, media_type: mediaType, size }) => ({ id: file, name, mediaType, size }));
}

/** Takes files out of the draft of their kind, and along with what was written there. @throws SealdeskError of kind `invalid` where one is not there whole */
export function takeAlong(database: WritableDatabase, conversationId: ConversationId, kind: FileFor, messageId: MessageId, files: readonly AttachmentId[]): { readonly sent: SentFile[]; readonly attachments: HubAttachment[] } {
  const sent: SentFile[] = [];
  const attachments: HubAttachment[] = [];
  for (const id of new Set(files)) {
    const row = database.row<Row>(outgoingQueries.one, [id, conversationId, kind]);
    if (row === undefined) throw new SealdeskError('invalid', 'A file is not there any more. Remove it and attach it again.');
    const { name, size, sha256, media_type: mediaType } = row;
    const key = toBase64(row.key);
    sent.push({ id, name, size, key, sha256 });
    attachments.push({ name, mediaType, size, contents: { state: 'kept', id, key, redacted: false } });
    database.run('UPDATE outgoing_files SET message_id = ? WHERE id = ?', [messageId, id]);
    // So that it opens from here, as one that came does.
    database.run('INSERT INTO attachment_files (id, message_id, file, chunks) SELECT id, message_id, file, chunks FROM outgoing_files WHERE id = ?', [id]);
  }
  return { sent, attachments };
}

/** The reply has been taken back: its files are in the draft again. Before its message goes. */
export function backIntoDraft(database: WritableDatabase, messageId: MessageId): void {
  database.run('DELETE FROM attachment_files WHERE id IN (SELECT id FROM outgoing_files WHERE message_id = ?)', [messageId]);
  database.run('UPDATE outgoing_files SET message_id = NULL, uploaded = 0 WHERE message_id = ?', [messageId]);
}

/** The hub has the reply, or will not have it: its files belong to the message alone. */
export function belongToMessage(database: WritableDatabase, messageId: MessageId): void {
  database.run('DELETE FROM outgoing_files WHERE message_id = ?', [messageId]);
}

/** It goes out once more: how much the hub still has of its files is asked anew. */
export function uploadAgain(database: WritableDatabase, messageId: MessageId): void {
  database.run('UPDATE outgoing_files SET uploaded = 0 WHERE message_id = ?', [messageId]);
}

/** The conversation is not to be seen any more: what its files were sealed under, and what they are called, is gone with this. Their rows and files are swept. Those of a form are in no conversation, also where it is to have the id of one that was taken back. */
export function forgetKeys(database: WritableDatabase, id: ConversationId): void {
  database.run("UPDATE outgoing_files SET key = x'', name = '' WHERE conversation_id = ? AND (kind <> 'start' OR message_id IS NOT NULL)", [id]);
}
