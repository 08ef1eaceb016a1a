import type { WritableDatabase } from '../database.ts';

/** How far the hub knows who the customer is. Of conversations from before nothing is known, at the hub neither. */
export function migration7(database: WritableDatabase): void {
  database.execute("ALTER TABLE conversations ADD COLUMN verification TEXT NOT NULL DEFAULT 'unverified'");
}
