import type { WritableDatabase } from '../database.ts';

/** What was destroyed in a message's subject, names and files, and can be brought back for a while (docs/decisions/0057). */
export function migration12(database: WritableDatabase): void {
  database.execute(`
    -- JSON: Elsewhere[]
    ALTER TABLE messages ADD COLUMN elsewhere TEXT;
  `);
}
