import type { WritableDatabase } from '../database.ts';

/** Files that the hub holds and this laptop may have for a while (docs/decisions/0045), and what was dropped for room. */
export function migration10(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE lent_files (
      id TEXT PRIMARY KEY,
      message_id TEXT NOT NULL,
      -- Opens its chunks. It came apart from its message and goes before it, overwritten: what is left of the file then is noise.
      key BLOB NOT NULL,
      -- By this laptop's clock; before the one and after the other it is not opened.
      since INTEGER NOT NULL,
      until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Of resolved conversations that were dropped because there was more than the policy wants kept: when the newest ends.
    ALTER TABLE position ADD COLUMN dropped_to INTEGER;
  `);
}
