import type { WritableDatabase } from '../database.ts';

/** Conversations, messages with their search index, the outbox, the mailbox position and Signal's state. */
export function migration1(database: WritableDatabase): void {
  database.execute(`
    -- One row: where this device stands.
    CREATE TABLE position (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      -- Last mail stored; mails of one Signal session have consecutive numbers.
      seq INTEGER NOT NULL,
      -- 1 once a mail of the present Signal session was stored.
      session_started INTEGER NOT NULL,
      -- Grows with each Signal session: what its back-fill did not name again is not the agent's to see any more.
      generation INTEGER NOT NULL,
      cached_to INTEGER,
      backfill_at INTEGER,
      backfill_id TEXT,
      backfill_done INTEGER NOT NULL,
      -- Counted as rows come and go, because counting a million takes longer than the state line may.
      conversations INTEGER NOT NULL,
      messages INTEGER NOT NULL
    ) STRICT;
    INSERT INTO position VALUES (1, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0);

    CREATE TABLE agents (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE customers (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      -- JSON: CustomerIdentity[]
      identities TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- "hub_..." is what the hub said; its namesake is what the agent sees: the same, with queued work and later messages.
    CREATE TABLE conversations (
      id TEXT PRIMARY KEY,
      customer_id TEXT NOT NULL REFERENCES customers (id),
      customer_name TEXT NOT NULL,
      channel TEXT NOT NULL,
      subject TEXT NOT NULL,
      team_id TEXT,
      created_at INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      hub_status TEXT NOT NULL,
      hub_assignee_id TEXT,
      hub_preview TEXT NOT NULL,
      hub_last_message_at INTEGER NOT NULL,
      status TEXT NOT NULL,
      assignee_id TEXT,
      preview TEXT NOT NULL,
      last_message_at INTEGER NOT NULL,
      unread INTEGER NOT NULL,
      -- Newest message to or from the customer (0 and empty where there is none), newest from the customer, and
      -- up to when the agent has read.
      newest_at INTEGER NOT NULL,
      newest_id TEXT NOT NULL,
      inbound_at INTEGER NOT NULL,
      read_to INTEGER NOT NULL,
      -- Of the position, when the hub last named it.
      generation INTEGER NOT NULL,
      -- Derived from status, and columns of their own because no index over an expression covers a count.
      active INTEGER NOT NULL CHECK (active = (status <> 'resolved')),
      -- The view it is listed in: snoozed conversations wait with the pending ones.
      queue TEXT NOT NULL CHECK (queue = CASE status WHEN 'snoozed' THEN 'pending' ELSE status END)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX conversations_by_time ON conversations (last_message_at, id);
    CREATE INDEX conversations_by_queue ON conversations (queue, last_message_at, id);
    CREATE INDEX conversations_by_assignee ON conversations (assignee_id, active, last_message_at, id);
    CREATE INDEX conversations_by_generation ON conversations (generation);
    CREATE INDEX conversations_of_customer ON conversations (customer_id);
    CREATE INDEX conversations_unread_by_queue ON conversations (queue) WHERE unread = 1;
    CREATE INDEX conversations_unread_by_assignee ON conversations (assignee_id, active) WHERE unread = 1;

    -- What messages said of conversations that have not come themselves yet; it moves into the conversation's row when that comes.
    CREATE TABLE heads (
      conversation_id TEXT PRIMARY KEY,
      newest_at INTEGER NOT NULL,
      newest_id TEXT NOT NULL,
      inbound_at INTEGER NOT NULL,
      read_to INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE messages (
      -- Grows with sent_at (see message-position.ts), so that the search index, whose rowid it is, answers newest first.
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      conversation_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      channel TEXT NOT NULL,
      author_name TEXT NOT NULL,
      agent_id TEXT,
      subject TEXT,
      text TEXT NOT NULL,
      html TEXT,
      sent_at INTEGER NOT NULL,
      status TEXT NOT NULL,
      failure TEXT,
      -- JSON; null stands for none.
      findings TEXT,
      risk TEXT,
      attachments TEXT,
      -- 0: written on this device, the hub has not confirmed it yet.
      revision INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX messages_by_conversation ON messages (conversation_id, sent_at, id);

    -- Contentless: the text stands once, in messages. No column sizes: ranking is by time and exactness, not by BM25.
    CREATE VIRTUAL TABLE search USING fts5(
      author, customer, subject, text,
      content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
    );
    -- Removed entries leave the index at once instead of at some later merge.
    INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
    -- While mail pours in, segments are merged sixteen at a time instead of four: each page written is a page encrypted.
    -- What is left is merged when the writer is idle (tidy-index.ts).
    INSERT INTO search (search, rank) VALUES ('automerge', 16);
    INSERT INTO search (search, rank) VALUES ('crisismerge', 32);

    CREATE TABLE drafts (
      conversation_id TEXT PRIMARY KEY,
      text TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Work that the hub has not answered yet, in the order it was done.
    CREATE TABLE outbox (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL,
      conversation_id TEXT NOT NULL,
      -- The command's verb, and its value where later commands of the same verb replace it.
      verb TEXT NOT NULL,
      value TEXT,
      -- JSON: Command
      command TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_conversation ON outbox (conversation_id, verb, number);

    -- One row once the identity key is made.
    CREATE TABLE signal_identity (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      private_key BLOB NOT NULL,
      registration_id INTEGER NOT NULL,
      -- Ids of pre-keys are never used twice.
      next_key_id INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE signal_sessions (address TEXT PRIMARY KEY, record BLOB NOT NULL) STRICT;
    CREATE TABLE signal_trusted (address TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT;
    CREATE TABLE signal_keys (
      kind TEXT NOT NULL CHECK (kind IN ('one-time', 'signed', 'kyber')),
      id INTEGER NOT NULL,
      record BLOB NOT NULL,
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;
    -- Base keys already used with the Kyber key of last resort: a second use would be a replay.
    CREATE TABLE signal_base_keys (
      kyber_id INTEGER NOT NULL,
      signed_id INTEGER NOT NULL,
      base_key BLOB NOT NULL,
      PRIMARY KEY (kyber_id, signed_id, base_key)
    ) STRICT, WITHOUT ROWID;
  `);
}
