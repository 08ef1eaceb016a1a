import type { WritableDatabase } from '../database.ts';

/**
 * Second lists of what exists on this laptop only, on pages of their own: where a page of the one is damaged, the other
 * still says what was there (vault/repair).
 */
export function migration6(database: WritableDatabase): void {
  database.execute(`
    CREATE INDEX drafts_listed ON drafts (at);
    CREATE INDEX messages_only_here ON messages (id) WHERE revision = 0;
    -- When the vault was last read through, and all of it could be.
    ALTER TABLE position ADD COLUMN checked_at INTEGER;
  `);
}
