import type { WritableDatabase } from '../database.ts';

/** New conversations and calls that are not sent yet, which all laptops of the agent have in common (docs/decisions/0061). */
export function migration13(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE beginnings (
      id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      -- Who is named in it, where somebody is who is known.
      customer_id TEXT,
      -- JSON: Beginning; null: there is none any more, and the hub may not know that.
      content TEXT,
      -- JSON: BeginningState
      state TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- As the list has them; and so that a damaged table leaves their names.
    CREATE INDEX beginnings_listed ON beginnings (at, id);
  `);
}
