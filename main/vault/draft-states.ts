import { z } from 'zod';
import type { WrittenKind } from '../../shared/domain/conversation.ts';
import { type ConversationId, IdempotencyKey } from '../../shared/domain/ids.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';
import { changedOutside, type DraftHere, type DraftState, newDraftState } from './draft-state.ts';
import { keepDraft } from './drafts.ts';

/** A draft: of which conversation, and for whom. */
export interface WhichDraft {
  readonly id: ConversationId;
  readonly kind: WrittenKind;
}

const Here = { text: z.string(), files: z.number().int() };
const StoredState = z.object({
  version: z.number().int(),
  base: z.object(Here),
  sending: z.object({ ...Here, key: IdempotencyKey, base: z.number().int(), sent: z.boolean() }).nullable(),
  ask: z.boolean(),
  wentOut: z.boolean(),
  stays: z.object({ why: z.enum(['withheld', 'refused', 'sent', 'too-long']), text: z.string() }).nullable(),
  filesThere: z.number().int(),
  stamp: z.number().int(),
  seen: z.array(z.object({ stamp: z.number().int(), text: z.string() })),
  joined: z.boolean(),
});

/** Exported for the test of query plans. */
export const draftStateQueries = {
  one: 'SELECT state FROM draft_states WHERE conversation_id = ? AND kind = ?',
  text: 'SELECT text FROM drafts WHERE conversation_id = ? AND kind = ?',
  files: 'SELECT count(*) AS n FROM outgoing_files WHERE conversation_id = ? AND kind = ? AND message_id IS NULL AND sha256 IS NOT NULL',
  /** Drafts of which the hub may not know all. */
  live: `SELECT conversation_id AS id, kind FROM drafts
    UNION SELECT conversation_id, kind FROM outgoing_files WHERE message_id IS NULL AND sha256 IS NOT NULL AND kind <> 'start'
    UNION SELECT conversation_id, kind FROM draft_states INDEXED BY draft_states_live WHERE live = 1`,
} as const;

export function draftState(database: ReadableDatabase, { id, kind }: WhichDraft): DraftState {
  const row = database.row<{ state: string }>(draftStateQueries.one, [id, kind]);
  return row === undefined ? newDraftState : StoredState.parse(JSON.parse(row.state));
}

/** Writes down what is known of a draft. */
export function writeDraftState(database: WritableDatabase, { id, kind }: WhichDraft, state: DraftState): void {
  const live = state.base.text !== '' || state.base.files > 0 || state.sending !== null;
  database.run('INSERT INTO draft_states (conversation_id, kind, live, state) VALUES (?, ?, ?, ?) ON CONFLICT (conversation_id, kind) DO UPDATE SET live = excluded.live, state = excluded.state', [id, kind, live ? 1 : 0, JSON.stringify(state)]);
}

/** A draft as it lies here. */
export function draftHere(database: ReadableDatabase, { id, kind }: WhichDraft): DraftHere {
  const text = database.row<{ text: string }>(draftStateQueries.text, [id, kind])?.text ?? '';
  return { text, files: database.row<{ n: number }>(draftStateQueries.files, [id, kind])?.n ?? 0 };
}

/** An empty text removes it. */
export function writeDraft(database: WritableDatabase, { id, kind }: WhichDraft, text: string, at: number): void {
  if (text === '') database.run('DELETE FROM drafts WHERE conversation_id = ? AND kind = ?', [id, kind]);
  else keepDraft(database, { id, kind, text, at });
}

/** The text of a draft is another one, and the page has not heard of it. */
export function draftMoved(database: WritableDatabase, which: WhichDraft, before: string, text: string): void {
  if (before !== text) writeDraftState(database, which, changedOutside(before, text, draftState(database, which)));
}
