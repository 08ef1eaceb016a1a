import type { WritableDatabase } from '../database.ts';

/**
 * What is known of drafts that all laptops of the agent have in common (docs/decisions/0046); the drafts themselves lie where they did.
 * And files of notes beside those of replies: neither goes along with the other (docs/decisions/0048).
 */
export function migration11(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE draft_states (
      conversation_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),
      -- The hub may have text or files of it, or is about to: whether it still has them right is looked at.
      live INTEGER NOT NULL,
      -- JSON: DraftState
      state TEXT NOT NULL,
      PRIMARY KEY (conversation_id, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX draft_states_live ON draft_states (conversation_id, kind) WHERE live = 1;
    ALTER TABLE outgoing_files ADD COLUMN kind TEXT NOT NULL DEFAULT 'reply';
  `);
}
