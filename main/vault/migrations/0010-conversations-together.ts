import type { WritableDatabase } from '../database.ts';

/** Who follows a conversation, where a note calls the agent, which teams there are, and where a merged conversation has gone (docs/decisions/0043). */
export function migration10(database: WritableDatabase): void {
  database.execute(`
    -- JSON: AgentId[]. As with tags, "hub_..." is what the hub said.
    ALTER TABLE conversations ADD COLUMN hub_followers TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE conversations ADD COLUMN followers TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE conversations ADD COLUMN merged_into TEXT;
    CREATE INDEX conversations_by_team ON conversations (team_id, active, last_message_at, id) WHERE team_id IS NOT NULL;
    CREATE INDEX conversations_unread_by_team ON conversations (team_id, active) WHERE unread = 1 AND team_id IS NOT NULL;

    -- The other conversation that a line is about.
    ALTER TABLE messages ADD COLUMN leads_to TEXT;

    -- A row for each who follows a conversation that is not resolved, in the order of the list. Written with the conversation's row.
    CREATE TABLE conversation_followers (
      agent_id TEXT NOT NULL,
      last_message_at INTEGER NOT NULL,
      conversation_id TEXT NOT NULL,
      PRIMARY KEY (agent_id, last_message_at, conversation_id)
    ) STRICT, WITHOUT ROWID;

    -- Where a colleague's note calls the agent of this device, and when the newest was written; it goes when the conversation is read.
    CREATE TABLE calls (
      conversation_id TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX calls_by_time ON calls (at, conversation_id);

    -- As the hub has told last.
    CREATE TABLE teams (id TEXT PRIMARY KEY, name TEXT NOT NULL, mine INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `);
}
