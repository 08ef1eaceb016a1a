import type { ReadableDatabase, SqlParameters } from '../database.ts';
import { openDamaged } from '../open-database.ts';

/** Thrown where what was asked for lies on a page that cannot be read. */
export class Unreadable extends Error {}

/**
 * A database of which some pages fail their check. After the first of them SQLCipher refuses everything on that
 * connection, so each failure is followed by another connection.
 */
export class DamagedDatabase {
  readonly #file: string;
  readonly #key: Uint8Array;
  #database: ReadableDatabase | null = null;

  /** @param key 32 bytes; the caller's to overwrite, after `close`. */
  constructor(file: string, key: Uint8Array) {
    this.#file = file;
    this.#key = key;
  }

  /** @throws Unreadable */
  rows<Row>(sql: string, parameters: SqlParameters = []): Row[] {
    try {
      this.#database ??= openDamaged(this.#file, this.#key);
      return this.#database.rows<Row>(sql, parameters);
    } catch (error) {
      this.close();
      throw new Unreadable('A page could not be read.', { cause: error });
    }
  }

  /** Whether its schema can be read: with another key, or without its first page, nothing can. */
  get readable(): boolean {
    try {
      return this.rows<{ n: number }>("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'position'")[0]?.n === 1;
    } catch {
      return false;
    }
  }

  /** Whether the schema has a table or index of that name: an older vault may not. */
  has(name: string): boolean {
    return (this.rows<{ n: number }>('SELECT count(*) AS n FROM sqlite_schema WHERE name = ?', [name])[0]?.n ?? 0) > 0;
  }

  close(): void {
    try {
      this.#database?.close();
    } catch {
      // Closing writes the log into the file, and may meet the damage again. The file descriptor is gone with the thread.
    } finally {
      this.#database = null;
    }
  }
}
