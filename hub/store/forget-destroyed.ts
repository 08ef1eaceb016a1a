import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Store } from './database.ts';
import { busyTimeout, databaseFile } from './open-store.ts';

/**
 * What was destroyed goes from the disk. `secure_delete` overwrites it in the database's own pages,
 * but those are written at a checkpoint only, and until then, and in the log's unused end long after, the
 * pages as they were can still be read: a share, a customer's key, an original with a card number
 * in it, each sealed, but under a key that goes on living. Here the log is written back and cut to nothing.
 *
 * @returns false when somebody is reading just now (a backup): then it is tried again.
 */
export async function forgetDestroyed(folder: string, store: Store): Promise<boolean> {
  if (logSize(folder) === 0) return true;
  return store.connection().execute(async (connection) => {
    // A reader is not waited for: the whole hub would wait with us.
    await sql`pragma busy_timeout = 0`.execute(connection);
    try {
      const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(connection);
      return rows[0]?.busy === 0;
    } finally {
      await sql`pragma busy_timeout = ${sql.lit(busyTimeout)}`.execute(connection);
    }
  });
}

function logSize(folder: string): number {
  return statSync(join(folder, `${databaseFile}-wal`), { throwIfNoEntry: false })?.size ?? 0;
}
