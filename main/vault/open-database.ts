import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';
import { connect, type ReadableDatabase, type WritableDatabase } from './database.ts';
import { migrate } from './migrations.ts';
import { problemOf, vaultProblem } from './problem.ts';

/** Length of the vault key, in bytes: SQLCipher's AES-256. */
export const vaultKeyLength = 32;

/**
 * Sets the key and reads the first page with it. The key is raw (`x'..'`), so SQLCipher derives
 * nothing from it: Argon2id has done that. Its hexadecimal text exists for the length of this call
 * and cannot be overwritten, because the addon takes SQL as a string (known issue).
 */
function unlock(database: WritableDatabase, key: Uint8Array): void {
  // SQLCipher writes its own log to standard error; what matters comes back as an error anyway.
  database.rows('PRAGMA cipher_log_level = NONE');
  database.execute(`PRAGMA key = ${rawKey(key)}`);
  // Off: it locks every page of memory, which an ordinary user's limit (a few MiB) does not allow
  // and which costs a third of the speed; locking the session ends the whole process instead.
  database.execute('PRAGMA cipher_memory_security = OFF');
  // The first read tells a wrong key from a right one: HMAC-SHA512 over every page.
  database.row('SELECT count(*) AS n FROM sqlite_schema');
}

function rawKey(key: Uint8Array): string {
  if (key.length !== vaultKeyLength) throw new RangeError('A vault key has 32 bytes.');
  return `"x'${Buffer.from(key.buffer, key.byteOffset, key.length).toString('hex')}'"`;
}

/**
 * Encrypts the file under another key: every page, also those that are free, in one transaction, so that a crash leaves
 * the file under one of the two. Nobody else may have it open. As in `unlock`, the key's text cannot be overwritten.
 *
 * After an error the connection may write under the one key and read under the other: it is of no use any more.
 */
export function rekey(database: WritableDatabase, key: Uint8Array): void {
  // First into the file what is in the log, so that it does not hold both; then the new pages, from the log into the file.
  checkpointWhole(database);
  database.execute(`PRAGMA rekey = ${rawKey(key)}`);
  checkpointWhole(database);
}

/** The log is empty afterwards, and cut off: what it held under the earlier key is gone with it. */
function checkpointWhole(database: WritableDatabase): void {
  const busy = database.row<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy;
  if (busy !== 0) throw vaultProblem('vault-damaged');
}

/** Pragmas that both connections need. */
function configure(database: WritableDatabase): void {
  // Sorting and temporary tables never reach the disk, where they would lie in plain text.
  database.execute('PRAGMA temp_store = MEMORY');
  // SQLCipher cannot map its pages into memory; off also for whatever else might ask.
  database.rows('PRAGMA mmap_size = 0');
  // 32 MiB of decrypted pages per connection: the inbox, the newest conversations and the upper
  // levels of every index stay decrypted; the rest is read and decrypted as needed.
  database.execute('PRAGMA cache_size = -32768');
  database.execute('PRAGMA foreign_keys = ON');
  // No SQL of ours comes from data, but a damaged file could hold a hostile schema (sqlite.org/security.html).
  database.execute('PRAGMA trusted_schema = OFF');
  // The other thread may be checkpointing or recovering the log just now; it takes milliseconds.
  database.rows('PRAGMA busy_timeout = 10000');
}

/**
 * The writer's connection. With `create`, makes the file when there is none.
 * @throws SealdeskError of kind `VaultProblem`; the file stays as it is
 */
export function openWritable(file: string, key: Uint8Array, create: boolean): WritableDatabase {
  if (!existsSync(file)) {
    if (!create) throw vaultProblem('vault-damaged');
    // Made by us first: SQLite would create it with the umask's permissions. Log and shared memory copy the file's.
    closeSync(openSync(file, 'wx', 0o600));
  }
  chmodSync(file, 0o600);
  return opened(file, (database) => {
    unlock(database, key);
    configure(database);
    // Readers and the writer don't wait for each other.
    database.rows('PRAGMA journal_mode = WAL');
    // A commit is on the disk before it is acknowledged to the hub, which then forgets the mail.
    database.execute('PRAGMA synchronous = FULL');
    // Purged pages are overwritten, so that what an agent may no longer see is not found in free pages either.
    database.rows('PRAGMA secure_delete = ON');
    // A checkpoint each 16 MiB instead of 4: pages written again and again (search index, ratchet) are copied once.
    database.rows('PRAGMA wal_autocheckpoint = 4000');
    // After a checkpoint the log is cut to this, so that a back-fill's log does not stay on disk.
    database.rows('PRAGMA journal_size_limit = 67108864');
    migrate(database);
  });
}

/**
 * The reader's connection; the writer must have opened the file before.
 * @throws SealdeskError of kind `VaultProblem`
 */
export function openReadable(file: string, key: Uint8Array): ReadableDatabase {
  return opened(file, (database) => {
    unlock(database, key);
    configure(database);
    // The addon cannot open a file read-only; this makes the connection refuse every write.
    database.execute('PRAGMA query_only = ON');
  });
}

/**
 * A connection to a file that is damaged, for what can still be read of it. What the file says of its own length and
 * schema is not taken for a reason to read nothing.
 */
export function openDamaged(file: string, key: Uint8Array): ReadableDatabase {
  if (!existsSync(file)) throw vaultProblem('vault-damaged');
  return opened(file, (database) => {
    database.rows('PRAGMA cipher_log_level = NONE');
    database.execute(`PRAGMA key = ${rawKey(key)}`);
    // Tolerates a file that was cut off: pages within it are read.
    database.execute('PRAGMA writable_schema = ON');
    configure(database);
    database.execute('PRAGMA query_only = ON');
  });
}

function opened(file: string, prepare: (database: WritableDatabase) => void): WritableDatabase {
  const database = connected(file);
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw problemOf(error) ?? error;
  }
}

function connected(file: string): WritableDatabase {
  try {
    return connect(file);
  } catch (error) {
    // The addon gives no code for this one: a folder, no permission, too many open files.
    throw vaultProblem('vault-unreachable', error);
  }
}
