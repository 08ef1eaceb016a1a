import type { WritableDatabase } from '../database.ts';

/** What a search is narrowed by before a word is looked up, and the words that are indexed, to find what was meant by a mistyped one. */
export function migration3(database: WritableDatabase): void {
  database.execute(`
    CREATE INDEX messages_by_channel ON messages (channel);
    -- Few messages have attachments, and a scan of a million for them takes seconds.
    CREATE INDEX messages_with_attachments ON messages (position) WHERE attachments IS NOT NULL;
    -- They wait among the pending ones, in every other index.
    CREATE INDEX conversations_snoozed ON conversations (status) WHERE status = 'snoozed';
    -- A view of the search index itself: it has no words of its own that could outlive their messages.
    CREATE VIRTUAL TABLE search_words USING fts5vocab('search', 'instance');
  `);
}
