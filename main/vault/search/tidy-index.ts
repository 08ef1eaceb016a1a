import type { WritableDatabase } from '../database.ts';

/** Pages that one step writes at most: a few milliseconds, so that nobody waits for it. */
const pagesPerStep = 128;

/**
 * One step of merging the search index's segments, so that a search has few of them to look into.
 * Returns whether there is more to do. (FTS5: a merge that changed fewer than two rows did nothing.)
 */
export function tidyIndex(database: WritableDatabase): boolean {
  const changes = (): number => database.row<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;
  const before = changes();
  database.run("INSERT INTO search (search, rank) VALUES ('merge', ?)", [pagesPerStep]);
  return changes() - before >= 2;
}
