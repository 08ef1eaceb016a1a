import type { WritableDatabase } from '../database.ts';

/** Work that came back from the hub undone, because something else had happened meanwhile, until the agent says what becomes of it. */
export function migration4(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE conflicts (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      -- Of the command that came back.
      key TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL,
      conversation_id TEXT NOT NULL,
      verb TEXT NOT NULL,
      -- JSON: Command, Conflict
      command TEXT NOT NULL,
      conflict TEXT NOT NULL
    ) STRICT;
    CREATE INDEX conflicts_by_conversation ON conflicts (conversation_id);
  `);
}
