import BetterSqlite3 from 'better-sqlite3';
import type { ReadableDatabase, WritableDatabase } from '../../main/vault/database.ts';
import { migration1 } from '../../main/vault/migrations/0001-first.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import type { Customer } from '../../shared/domain/people.ts';

/** The peer: plain better-sqlite3 with the same schema, pragmas and batches, and the statements one would write by hand. */
export class PlainPeer {
  readonly database: BetterSqlite3.Database;
  readonly #conversation: BetterSqlite3.Statement;
  readonly #customer: BetterSqlite3.Statement;
  readonly #message: BetterSqlite3.Statement;
  readonly #position: BetterSqlite3.Statement;
  readonly #search: BetterSqlite3.Statement;

  constructor(file: string) {
    this.database = new BetterSqlite3(file);
    for (const pragma of ['temp_store = MEMORY', 'cache_size = -32768', 'foreign_keys = ON', 'journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864']) this.database.pragma(pragma);
    const schema: Pick<WritableDatabase, 'execute'> = { execute: (sql) => void this.database.exec(sql) };
    migration1(schema as WritableDatabase);
    this.#customer = this.database.prepare('INSERT INTO customers VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, identities = excluded.identities');
    this.#conversation = this.database.prepare(
      `INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET last_message_at = excluded.last_message_at, hub_last_message_at = excluded.hub_last_message_at,
         preview = excluded.preview, hub_preview = excluded.hub_preview, revision = excluded.revision,
         newest_at = excluded.newest_at, newest_id = excluded.newest_id, inbound_at = excluded.inbound_at`,
    );
    this.#position = this.database.prepare('SELECT max(position) AS last FROM messages WHERE position >= ? AND position < ?').pluck();
    this.#message = this.database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#search = this.database.prepare('INSERT INTO search (rowid, author, customer, subject, text) VALUES (?, ?, ?, ?, ?)');
  }

  write(news: readonly { conversation: Conversation; customer: Customer; message: Message }[]): void {
    this.database.exec('BEGIN IMMEDIATE');
    for (const { conversation: c, customer, message: m } of news) {
      this.#customer.run(customer.id, customer.name, JSON.stringify(customer.identities));
      this.#conversation.run(c.id, c.customerId, c.customerName, c.channel, c.subject, c.teamId, c.createdAt, c.revision, c.status, c.assigneeId, c.preview, c.lastMessageAt, c.status, c.assigneeId, c.preview, c.lastMessageAt, 1, m.sentAt, m.id, m.sentAt, 0, 0, 1, c.status);
      const from = Math.floor(m.sentAt / 1000) * 1_048_576;
      const last = this.#position.get(from, from + 1_048_576);
      const position = typeof last === 'number' ? last + 1 : from;
      this.#message.run(position, m.id, m.conversationId, m.kind, m.channel, m.authorName, m.agentId, m.subject, m.text, m.html, m.sentAt, m.status, m.failure, null, null, null, m.revision);
      this.#search.run(position, m.authorName, '', m.subject ?? '', m.text);
    }
    this.database.exec('COMMIT');
  }
}

/** The same code on better-sqlite3: what reads the vault reads the peer's file. */
export function plainReader(database: BetterSqlite3.Database): ReadableDatabase {
  const statements = new Map<string, BetterSqlite3.Statement>();
  const prepared = (sql: string): BetterSqlite3.Statement => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const reader = {
    row: (sql: string, parameters: readonly unknown[] = []) => prepared(sql).get(...parameters),
    rows: (sql: string, parameters: readonly unknown[] = []) => prepared(sql).all(...parameters),
  };
  return reader as unknown as ReadableDatabase;
}
