import type { WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** Keeps what is written in a conversation. @param draft `at` in Unix milliseconds */
export function keepDraft(database: WritableDatabase, { id, kind, text, at }: { readonly id: ConversationId; readonly kind: WrittenKind; readonly text: string; readonly at: number }): void {
  database.run(
    'INSERT INTO drafts (conversation_id, kind, text, at) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id, kind) DO UPDATE SET text = excluded.text, at = excluded.at',
    [id, kind, text, at],
  );
}

/** A reply that comes back, above the one that was begun since: neither text is lost. */
export function joinedDraft(database: ReadableDatabase, id: ConversationId, text: string): string {
  const begun = database.row<{ text: string }>("SELECT text FROM drafts WHERE conversation_id = ? AND kind = 'reply'", [id])?.text ?? '';
  return begun.trim() === '' ? text : `${text}\n\n${begun}`;
}
