import type { WritableDatabase } from '../database.ts';

/** Less to encrypt for each message that is stored (docs/decisions/0030). */
export function migration8(database: WritableDatabase): void {
  database.execute(`
    -- By the first characters of the conversation's id instead of two whole ids in each entry: a quarter of the pages, and
    -- every message changes one of them. Others that begin alike are told apart by the row (messages-of.ts).
    DROP INDEX messages_by_conversation;
    CREATE INDEX messages_by_conversation ON messages (substr(conversation_id, 1, 8), sent_at);
    -- So that a page of the search index, with its row's header, fits one page of the file: of 4096 bytes SQLCipher keeps
    -- 80, and what does not fit goes to a second one. FTS5's own 4050 is for files without.
    INSERT INTO search (search, rank) VALUES ('pgsz', 3960);
  `);
}
