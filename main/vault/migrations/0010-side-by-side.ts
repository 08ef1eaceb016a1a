import type { WritableDatabase } from '../database.ts';

/**
 * Colleagues side by side: who follows a conversation, where a note calls the agent, where a merged conversation has gone
 * (docs/decisions/0043), hand-overs and what is whispered (0040). Files of replies (0041), files that the hub lends for a
 * while and what was dropped for room (0045), and spelling (0044).
 */
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
    -- JSON: HandedTo; null where the note hands nothing over.
    ALTER TABLE messages ADD COLUMN handed_to TEXT;
    ALTER TABLE messages ADD COLUMN whisper_to TEXT;

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

    -- Files of replies: sealed, beside the database, as attachments are; their keys are here until the hub has the reply.
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

    -- Words the agent has taught the spelling, and the language it reads a conversation in. Of this device alone.
    CREATE TABLE own_words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE spelling_languages (
      conversation_id TEXT PRIMARY KEY,
      language TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
