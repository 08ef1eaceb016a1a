import type { WritableDatabase } from '../database.ts';

/**
 * What agents work with: priority, tags, snoozes and saved views (docs/decisions/0031); replies that can be taken back, canned
 * replies and mentions (0032); and what the company begins of its own accord (0033).
 */
export function migration9(database: WritableDatabase): void {
  conversations(database);
  writing(database);
  beginning(database);
}

/**
 * The table of conversations is made anew: its check kept snoozed ones among the pending, and the column that said so is
 * the status now.
 */
function conversations(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE conversations_next (
      id TEXT PRIMARY KEY,
      customer_id TEXT NOT NULL REFERENCES customers (id),
      customer_name TEXT NOT NULL,
      channel TEXT NOT NULL,
      subject TEXT NOT NULL,
      team_id TEXT,
      verification TEXT NOT NULL DEFAULT 'unverified',
      -- Until when an answer is promised, and until when a free reply is passed on.
      due_at INTEGER,
      reply_until INTEGER,
      -- JSON: OtherRecipient[]
      others TEXT NOT NULL DEFAULT '[]',
      created_at INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      -- "hub_..." is what the hub said; its namesake is what the agent sees: the same, with queued work and later messages.
      hub_status TEXT NOT NULL,
      -- When a snoozed one becomes open; 0 where that is not known, or it is not snoozed.
      hub_snoozed_until INTEGER NOT NULL DEFAULT 0,
      hub_priority TEXT NOT NULL DEFAULT 'normal',
      -- JSON: Tag[]
      hub_tags TEXT NOT NULL DEFAULT '[]',
      hub_assignee_id TEXT,
      hub_preview TEXT NOT NULL,
      hub_last_message_at INTEGER NOT NULL,
      status TEXT NOT NULL,
      snoozed_until INTEGER NOT NULL DEFAULT 0,
      priority TEXT NOT NULL DEFAULT 'normal',
      tags TEXT NOT NULL DEFAULT '[]',
      assignee_id TEXT,
      preview TEXT NOT NULL,
      last_message_at INTEGER NOT NULL,
      unread INTEGER NOT NULL,
      newest_at INTEGER NOT NULL,
      newest_id TEXT NOT NULL,
      inbound_at INTEGER NOT NULL,
      read_to INTEGER NOT NULL,
      generation INTEGER NOT NULL,
      -- Derived from status, and a column of its own because no index over an expression covers a count.
      active INTEGER NOT NULL CHECK (active = (status <> 'resolved'))
    ) STRICT, WITHOUT ROWID;
    INSERT INTO conversations_next (id, customer_id, customer_name, channel, subject, team_id, verification, created_at, revision, hub_status, hub_assignee_id,
        hub_preview, hub_last_message_at, status, assignee_id, preview, last_message_at, unread, newest_at, newest_id, inbound_at, read_to, generation, active)
      SELECT id, customer_id, customer_name, channel, subject, team_id, verification, created_at, revision, hub_status, hub_assignee_id,
        hub_preview, hub_last_message_at, status, assignee_id, preview, last_message_at, unread, newest_at, newest_id, inbound_at, read_to, generation, active
      FROM conversations;
    DROP TABLE conversations;
    ALTER TABLE conversations_next RENAME TO conversations;
    CREATE INDEX conversations_by_time ON conversations (last_message_at, id);
    CREATE INDEX conversations_by_status ON conversations (status, last_message_at, id);
    CREATE INDEX conversations_by_assignee ON conversations (assignee_id, active, last_message_at, id);
    CREATE INDEX conversations_by_generation ON conversations (generation);
    CREATE INDEX conversations_of_customer ON conversations (customer_id);
    CREATE INDEX conversations_unread_by_status ON conversations (status) WHERE unread = 1;
    CREATE INDEX conversations_unread_by_assignee ON conversations (assignee_id, active) WHERE unread = 1;
    -- The next to wake is on top.
    CREATE INDEX conversations_by_waking ON conversations (snoozed_until, id) WHERE status = 'snoozed';
    -- Nearly all are normal, and a new message in one of those writes no entry here.
    CREATE INDEX conversations_by_priority ON conversations (priority, last_message_at, id) WHERE priority <> 'normal';

    -- A row for each tag that the agent sees on a conversation, in the order of its list. Written with the conversation's row.
    CREATE TABLE conversation_tags (
      -- As tags are told apart (tagKey); "shown" is how it was typed.
      tag TEXT NOT NULL,
      last_message_at INTEGER NOT NULL,
      conversation_id TEXT NOT NULL,
      shown TEXT NOT NULL,
      PRIMARY KEY (tag, last_message_at, conversation_id)
    ) STRICT, WITHOUT ROWID;

    -- Of this device alone: the hub does not know them.
    CREATE TABLE saved_views (
      id TEXT PRIMARY KEY,
      at INTEGER NOT NULL,
      name TEXT NOT NULL,
      -- JSON: View, Filter
      view TEXT NOT NULL,
      filter TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- The second list of what is only here, as drafts have one.
    CREATE INDEX saved_views_listed ON saved_views (at, id);
  `);
}

function writing(database: WritableDatabase): void {
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

function beginning(database: WritableDatabase): void {
  database.execute(`
    -- Where this agent may begin conversations. JSON: ChannelChoice
    CREATE TABLE channels (position INTEGER PRIMARY KEY, choice TEXT NOT NULL) STRICT;
  `);
}
