import type { WritableDatabase } from '../database.ts';

/** What agents write may have marks (docs/decisions/0054); `text` is how it reads without. */
export function migration12(database: WritableDatabase): void {
  database.execute('ALTER TABLE messages ADD COLUMN marked TEXT');
}
