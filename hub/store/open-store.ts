import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Database, Store } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { keepPrepared } from './prepared.ts';

/** The database's file within the hub's data folder. */
export const databaseFile = 'hub.db';
/** How long one connection waits for another (a backup's), in milliseconds. */
export const busyTimeout = 5000;

/** Makes a folder that only its owner can enter (mode 0700). */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/**
 * Opens the hub's database, makes it when it is not there, and brings it to the newest schema.
 *
 * @param folder the hub's data folder.
 * @throws StoreNewerError
 */
export async function openStore(folder: string, clock: Clock): Promise<Store> {
  privateFolder(folder);
  const file = join(folder, databaseFile);
  // Created empty with mode 0600 first: SQLite gives its journal files the mode of the database.
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  chmodSync(file, 0o600);
  const database = new SqliteDatabase(file, { timeout: busyTimeout });
  // Readers and the online backup do not wait for the writer.
  database.pragma('journal_mode = WAL');
  // A committed mail, acknowledgement or audit entry survives a power cut: the sender is told it is stored.
  database.pragma('synchronous = FULL');
  // SQLite ignores references unless asked.
  database.pragma('foreign_keys = ON');
  // Deleted ciphertext, shares and keys are overwritten, not left in free pages; the log's copies go in forget-destroyed.ts.
  database.pragma('secure_delete = ON');
  // Sorting never spills onto the disk outside the data folder.
  database.pragma('temp_store = MEMORY');
  // A schema edited into the file must not run functions of ours.
  database.pragma('trusted_schema = OFF');
  const store: Store = new Kysely<Database>({ dialect: new SqliteDialect({ database: keepPrepared(database) }) });
  try {
    await migrate(store, migrations, clock);
  } catch (error) {
    await store.destroy();
    throw error;
  }
  return store;
}
