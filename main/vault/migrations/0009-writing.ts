import type { WritableDatabase } from '../database.ts';

/** What helps to write: replies that can be taken back, canned replies, a signature, and who is mentioned in a note. */
export function migration9(database: WritableDatabase): void {
  database.execute(`
    -- Until then the command stays on this laptop, and so does what was done in its conversation after it; null: it may go.
    ALTER TABLE outbox ADD COLUMN held_until INTEGER;
    CREATE INDEX outbox_held ON outbox (conversation_id, number) WHERE held_until IS NOT NULL;
    CREATE TABLE canned_replies (
      id TEXT PRIMARY KEY,
      -- JSON: CannedReply
      reply TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE writing (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      -- Of the canned replies, as the agent chose it last.
      language TEXT,
      -- As the hub has it.
      signature TEXT NOT NULL
    ) STRICT;
    INSERT INTO writing (one, signature) VALUES (1, '');
    -- JSON: ids of agents; null stands for none.
    ALTER TABLE messages ADD COLUMN mentions TEXT;
  `);
}
