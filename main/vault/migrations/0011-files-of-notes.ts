import type { WritableDatabase } from '../database.ts';

/** Files of notes beside those of replies: neither goes along with the other. */
export function migration11(database: WritableDatabase): void {
  database.execute("ALTER TABLE outgoing_files ADD COLUMN kind TEXT NOT NULL DEFAULT 'reply'");
}
