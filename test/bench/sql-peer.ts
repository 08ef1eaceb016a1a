import BetterSqlite3 from 'better-sqlite3';
import EncryptedSqlite3 from 'better-sqlite3-multiple-ciphers';
import type { ReadableDatabase, WritableDatabase } from '../../main/vault/database.ts';
import { migrations } from '../../main/vault/migrations.ts';
import type { News } from './vault-news.ts';

/** As the vault's writer has them, so that what differs is the encryption and our code. */
const pragmas = ['temp_store = MEMORY', 'cache_size = -32768', 'foreign_keys = ON', 'journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON', 'wal_autocheckpoint = 4000', 'journal_size_limit = 67108864'];

/**
 * A peer: better-sqlite3, plain or with SQLCipher's format through better-sqlite3-multiple-ciphers; the vault's schema, pragmas and
 * batches, and the statements one would write by hand.
 */
export class SqlPeer {
  readonly database: BetterSqlite3.Database;
  readonly #conversation: BetterSqlite3.Statement;
  readonly #customer: BetterSqlite3.Statement;
  readonly #message: BetterSqlite3.Statement;
  readonly #position: BetterSqlite3.Statement;
  readonly #search: BetterSqlite3.Statement;

  /** @param key a raw key of 32 bytes; null leaves the file plain. @param made the file is there, with its tables. */
  constructor(file: string, key: Uint8Array | null, made = false) {
    this.database = key === null ? new BetterSqlite3(file) : encrypted(file, key);
    for (const pragma of pragmas) this.database.pragma(pragma);
    const schema: Pick<WritableDatabase, 'execute'> = { execute: (sql) => void this.database.exec(sql) };
    for (const migration of made ? [] : migrations) migration.apply(schema as WritableDatabase);
    this.#customer = this.database.prepare('INSERT INTO customers (id, name, identities) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, identities = excluded.identities');
    this.#conversation = this.database.prepare(
      `INSERT INTO conversations (id, customer_id, customer_name, channel, subject, team_id, created_at, revision,
         hub_status, hub_assignee_id, hub_preview, hub_last_message_at, status, assignee_id, preview, last_message_at, unread,
         newest_at, newest_id, inbound_at, read_to, generation, active)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, 0, 0, 1)
       ON CONFLICT (id) DO UPDATE SET last_message_at = excluded.last_message_at, hub_last_message_at = excluded.hub_last_message_at,
         preview = excluded.preview, hub_preview = excluded.hub_preview, revision = excluded.revision,
         newest_at = excluded.newest_at, newest_id = excluded.newest_id, inbound_at = excluded.inbound_at`,
    );
    this.#position = this.database.prepare('SELECT max(position) AS last FROM messages WHERE position >= ? AND position < ?').pluck();
    this.#message = this.database.prepare(
      `INSERT INTO messages (position, id, conversation_id, kind, channel, author_name, agent_id, subject, text, html, sent_at, status, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#search = this.database.prepare('INSERT INTO search (rowid, author, customer, subject, text) VALUES (?, ?, ?, ?, ?)');
  }

  write(news: readonly News[]): void {
    this.database.exec('BEGIN IMMEDIATE');
    for (const { conversation: c, customer, message: m } of news) {
      this.#customer.run(customer.id, customer.name, JSON.stringify(customer.identities));
      this.#conversation.run(
        c.id, c.customerId, c.customerName, c.channel, c.subject, c.teamId, c.createdAt, c.revision,
        c.status, c.assigneeId, c.preview, c.lastMessageAt, c.status, c.assigneeId, c.preview, c.lastMessageAt,
        m.sentAt, m.id, m.sentAt,
      );
      const from = Math.floor(m.sentAt / 1000) * 1_048_576;
      const last = this.#position.get(from, from + 1_048_576);
      const position = typeof last === 'number' ? last + 1 : from;
      this.#message.run(position, m.id, m.conversationId, m.kind, m.channel, m.authorName, m.agentId, m.subject, m.text, m.html, m.sentAt, m.status, m.revision);
      this.#search.run(position, m.authorName, '', m.subject ?? '', m.text);
    }
    this.database.exec('COMMIT');
  }

  checkpoint(): void {
    this.database.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** The same code on the peer's file: what reads the vault reads it too. */
  reader(): ReadableDatabase {
    const statements = new Map<string, BetterSqlite3.Statement>();
    const prepared = (sql: string): BetterSqlite3.Statement => {
      const statement = statements.get(sql) ?? this.database.prepare(sql);
      statements.set(sql, statement);
      return statement;
    };
    const reader = {
      row: (sql: string, parameters: readonly unknown[] = []) => prepared(sql).get(...parameters),
      rows: (sql: string, parameters: readonly unknown[] = []) => prepared(sql).all(...parameters),
    };
    return reader as unknown as ReadableDatabase;
  }
}

/** SQLCipher 4's own format: AES-256-CBC and HMAC-SHA512 of each page, as the vault's. */
function encrypted(file: string, key: Uint8Array): BetterSqlite3.Database {
  const database = new EncryptedSqlite3(file);
  for (const pragma of ["cipher = 'sqlcipher'", 'legacy = 4', `key = "x'${Buffer.from(key).toString('hex')}'"`]) database.pragma(pragma);
  return database;
}
