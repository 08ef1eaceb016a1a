import type { WritableDatabase } from '../database.ts';

/** How far the sealed contents of each attachment have come; its key stays in its message, and goes with it. */
export function migration5(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE attachment_files (
      id TEXT PRIMARY KEY,
      message_id TEXT NOT NULL,
      -- The file's name in the folder beside the database; random, and tells nothing.
      file TEXT NOT NULL UNIQUE,
      -- How many chunks of it are on the disk for certain.
      chunks INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
