import { openContent } from '../../conversations/messages.ts';
import type { OutgoingFile } from '../../channels/channel.ts';
import type { Envelope, Tx } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import { keptFiles } from './kept-file.ts';

/** What a note carries that goes to no channel. */
export interface NoteFiles {
  readonly messageId: string;
  readonly conversationId: string;
  readonly files: readonly OutgoingFile[];
}

/** Null for every message that goes out, a note by which something is forwarded among them. */
export async function noteFiles(tx: Tx, db: Store, envelope: Envelope, messageId: string): Promise<NoteFiles | null> {
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', messageId).executeTakeFirstOrThrow();
  if (row.kind !== 'note') return null;
  const { attachments, forward } = await openContent(tx, envelope, row);
  return forward === undefined ? { messageId, conversationId: row.conversation_id, files: keptFiles(db, attachments) } : null;
}
