import type { WritableDatabase } from '../database.ts';

/** What the company writes of its own accord: where it may begin, until when a free reply is passed on, and whom else the newest mail went to: the hub says so with the next change of a conversation. */
export function migration9(database: WritableDatabase): void {
  database.execute(`
    ALTER TABLE conversations ADD COLUMN reply_until INTEGER;
    -- JSON: OtherRecipient[]
    ALTER TABLE conversations ADD COLUMN others TEXT NOT NULL DEFAULT '[]';
    -- Where this agent may begin conversations. JSON: ChannelChoice
    CREATE TABLE channels (position INTEGER PRIMARY KEY, choice TEXT NOT NULL) STRICT;
  `);
}
