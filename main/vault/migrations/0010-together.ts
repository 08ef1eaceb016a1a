import type { WritableDatabase } from '../database.ts';

/** What colleagues do together (docs/decisions/0040): hand-overs, and what is whispered. */
export function migration10(database: WritableDatabase): void {
  database.execute(`
    -- JSON: HandedTo; null where the note hands nothing over.
    ALTER TABLE messages ADD COLUMN handed_to TEXT;
    ALTER TABLE messages ADD COLUMN whisper_to TEXT;
    CREATE TABLE teams (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `);
}
