import type { WritableDatabase } from '../database.ts';

/** Files of replies: sealed, beside the database, as attachments are; their keys are here until the hub has the reply. */
export function migration10(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE outgoing_files (
      id TEXT PRIMARY KEY,
      conversation_id TEXT NOT NULL,
      -- The reply that takes it along; null: it is in the draft.
      message_id TEXT,
      at INTEGER NOT NULL,
      name TEXT NOT NULL,
      media_type TEXT NOT NULL,
      size INTEGER NOT NULL,
      -- Opens the chunks.
      key BLOB NOT NULL,
      -- Of the plaintext; null until all of it is here.
      sha256 TEXT,
      -- The file's name in the folder beside the database; random, and tells nothing.
      file TEXT NOT NULL UNIQUE,
      -- How many chunks of it are on the disk for certain.
      chunks INTEGER NOT NULL,
      -- The hub has all of it.
      uploaded INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX outgoing_files_of ON outgoing_files (conversation_id, message_id, at);
    CREATE INDEX outgoing_files_with ON outgoing_files (message_id);
    -- Files of the command that the hub does not have yet: so long it stays here, and what was done in its conversation after it.
    ALTER TABLE outbox ADD COLUMN files_waiting INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX outbox_waiting ON outbox (conversation_id, number) WHERE files_waiting > 0;
  `);
}
