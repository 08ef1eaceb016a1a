import type { ReadableDatabase, SqlParameters } from '../database.ts';

/** Rows of one step: a few milliseconds, so that neither search nor a list waits for it. */
const rowsPerStep = 200;

/** A tree of the file, in the order of its key. */
interface Tree {
  readonly select: string;
  readonly keys: readonly string[];
  /** The first key is an expression, which SQLite follows along an index by itself but not at the head of a row value. */
  readonly byExpression?: true;
}

const tree = (select: string, ...keys: string[]): Tree => ({ select, keys });

/**
 * Every tree that is larger than a few pages, or that holds what is only here. Reading a row reads its pages, and
 * SQLCipher checks each page that it reads; `length` reads a text to its end. Keys are never null.
 */
const trees: readonly Tree[] = [
  tree('SELECT conversation_id, kind, length(text) FROM drafts NOT INDEXED', 'conversation_id', 'kind'),
  tree('SELECT at, conversation_id, kind FROM drafts INDEXED BY drafts_listed', 'at', 'conversation_id', 'kind'),
  tree('SELECT conversation_id, kind, length(state) FROM draft_states NOT INDEXED', 'conversation_id', 'kind'),
  tree('SELECT id, length(content), length(state) FROM beginnings NOT INDEXED', 'id'),
  tree('SELECT at, id FROM beginnings INDEXED BY beginnings_listed', 'at', 'id'),
  tree('SELECT number, length(command) FROM outbox NOT INDEXED', 'number'),
  tree('SELECT conversation_id, verb, number FROM outbox INDEXED BY outbox_by_conversation', 'conversation_id', 'verb', 'number'),
  tree('SELECT number, length(command), length(conflict) FROM conflicts NOT INDEXED', 'number'),
  tree('SELECT word FROM own_words', 'word'),
  tree('SELECT id, length(filter) FROM saved_views NOT INDEXED', 'id'),
  tree('SELECT at, id FROM saved_views INDEXED BY saved_views_listed', 'at', 'id'),
  tree('SELECT id, length(preview) FROM conversations NOT INDEXED', 'id'),
  tree('SELECT last_message_at, id FROM conversations INDEXED BY conversations_by_time', 'last_message_at', 'id'),
  tree('SELECT status, last_message_at, id FROM conversations INDEXED BY conversations_by_status', 'status', 'last_message_at', 'id'),
  tree('SELECT tag, last_message_at, conversation_id FROM conversation_tags', 'tag', 'last_message_at', 'conversation_id'),
  tree('SELECT agent_id, last_message_at, conversation_id FROM conversation_followers', 'agent_id', 'last_message_at', 'conversation_id'),
  tree('SELECT customer_id, id FROM conversations INDEXED BY conversations_of_customer', 'customer_id', 'id'),
  tree('SELECT generation, id FROM conversations INDEXED BY conversations_by_generation', 'generation', 'id'),
  tree('SELECT id, length(name), length(identities) FROM customers', 'id'),
  tree('SELECT id, length(name) FROM agents', 'id'),
  tree('SELECT id, length(name) FROM teams', 'id'),
  tree('SELECT conversation_id, newest_at FROM heads', 'conversation_id'),
  tree('SELECT id, file FROM attachment_files', 'id'),
  tree('SELECT id, length(key) FROM lent_files', 'id'),
  tree('SELECT position, length(text), length(html), length(attachments) FROM messages NOT INDEXED', 'position'),
  { ...tree('SELECT substr(conversation_id, 1, 8) AS beginning, sent_at, position FROM messages INDEXED BY messages_by_conversation', 'beginning', 'sent_at', 'position'), byExpression: true },
  tree('SELECT channel, position FROM messages INDEXED BY messages_by_channel', 'channel', 'position'),
  tree('SELECT id, position FROM messages INDEXED BY sqlite_autoindex_messages_1', 'id'),
  // The search index as it lies in its own tables.
  tree('SELECT id, length(hex(block)) FROM search_data', 'id'),
  tree('SELECT segid, term, pgno FROM search_idx', 'segid', 'term'),
];

/**
 * Reads the vault through, a step at a time, from committed state: a page that fails its check is met as by any other
 * question. Free pages are not read: nothing is in them.
 */
export class ReadThrough {
  readonly #database: ReadableDatabase;
  #tree = 0;
  #behind: SqlParameters | null = null;

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** One step. @returns whether there is more to read. @throws what the addon says of a page that cannot be read */
  step(): boolean {
    const present = trees[this.#tree];
    if (present === undefined) return false;
    const rows = this.#read(present);
    const last = rows[rows.length - 1];
    if (last === undefined || rows.length < rowsPerStep) {
      this.#tree += 1;
      this.#behind = null;
    } else {
      this.#behind = present.keys.map((key) => last[key]) as unknown as SqlParameters;
    }
    return this.#tree < trees.length;
  }

  #read(of: Tree): Record<string, unknown>[] {
    if (this.#behind === null) return this.#database.rows(readSql(of).first);
    return this.#database.rows(readSql(of).after, of.byExpression === true ? [...this.#behind.slice(0, 1), ...this.#behind] : this.#behind);
  }
}

function readSql({ select, keys, byExpression }: Tree): { readonly first: string; readonly after: string } {
  const order = `ORDER BY ${keys.join(', ')} LIMIT ${rowsPerStep}`;
  const lead = byExpression === true ? `${keys[0] ?? ''} >= ? AND ` : '';
  return { first: `${select} ${order}`, after: `${select} WHERE ${lead}(${keys.join(', ')}) > (${keys.map(() => '?').join(', ')}) ${order}` };
}

/** What each step after the first asks; exported for the test of query plans. */
export const readThroughQueries: readonly string[] = trees.map((each) => readSql(each).after);
