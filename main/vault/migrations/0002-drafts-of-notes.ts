import type { WritableDatabase } from '../database.ts';

/** A conversation has a draft of each kind, kept apart: what is written for colleagues is never offered as a reply. */
export function migration2(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE drafts_of_a_kind (
      conversation_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('reply', 'note')),
      text TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (conversation_id, kind)
    ) STRICT, WITHOUT ROWID;
    -- Until now only replies were kept.
    INSERT INTO drafts_of_a_kind SELECT conversation_id, 'reply', text, at FROM drafts;
    DROP TABLE drafts;
    ALTER TABLE drafts_of_a_kind RENAME TO drafts;
  `);
}
