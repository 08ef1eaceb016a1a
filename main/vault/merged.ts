import { Command as CommandSchema } from '../../shared/contract/wire/mail.ts';
import { maxMessageText, type WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { joinedDrafts } from '../../shared/domain/joined-drafts.ts';
import type { WritableDatabase } from './database.ts';
import { draftMoved } from './draft-states.ts';

/** Verbs of what an agent writes: it belongs where the conversation goes on. As SQL has them. */
const written = "('reply', 'note')";

/**
 * What the agent had written in a conversation that was merged into another, and what is queued of it, goes along; drafts are
 * put below those that are there. What was to change the merged one itself (a status, a tag) stays: the hub says what became of it.
 */
export function moveWork(database: WritableDatabase, from: ConversationId, into: ConversationId): void {
  for (const table of ['outbox', 'conflicts'] as const) {
    for (const { number, command } of database.rows<{ number: number; command: string }>(`SELECT number, command FROM ${table} WHERE conversation_id = ? AND verb IN ${written}`, [from])) {
      const moved = CommandSchema.parse({ ...CommandSchema.parse(JSON.parse(command)), conversationId: into });
      database.run(`UPDATE ${table} SET conversation_id = ?, command = ? WHERE number = ?`, [into, JSON.stringify(moved), number]);
    }
  }
  moveDrafts(database, from, into);
  const call = database.row<{ at: number }>('SELECT at FROM calls WHERE conversation_id = ?', [from]);
  if (call !== undefined) {
    database.run('INSERT INTO calls (conversation_id, at) VALUES (?, ?) ON CONFLICT (conversation_id) DO UPDATE SET at = max(at, excluded.at)', [into, call.at]);
    database.run('DELETE FROM calls WHERE conversation_id = ?', [from]);
  }
}

/** Drafts alone; each below the one that is there. */
export function moveDrafts(database: WritableDatabase, from: ConversationId, into: ConversationId): void {
  for (const { kind, text, at } of database.rows<{ kind: WrittenKind; text: string; at: number }>('SELECT kind, text, at FROM drafts WHERE conversation_id = ?', [from])) {
    const there = database.row<{ text: string }>('SELECT text FROM drafts WHERE conversation_id = ? AND kind = ?', [into, kind])?.text ?? '';
    const both = joinedDrafts({ base: '', mine: text, theirs: there }).text;
    // Where both are too long for one, the draft stays where it was written, and can be copied from there.
    if (both.length > maxMessageText) continue;
    database.run('INSERT INTO drafts (conversation_id, kind, text, at) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id, kind) DO UPDATE SET text = excluded.text, at = excluded.at', [into, kind, both, at]);
    database.run('DELETE FROM drafts WHERE conversation_id = ? AND kind = ?', [from, kind]);
    draftMoved(database, { id: into, kind }, there, both);
    draftMoved(database, { id: from, kind }, text, '');
  }
}
