import type { WritableDatabase } from '../database.ts';

/** When the author of a message last changed its words on the channel (docs/decisions/0055). */
export function migration12(database: WritableDatabase): void {
  database.execute('ALTER TABLE messages ADD COLUMN edited_at INTEGER');
}
