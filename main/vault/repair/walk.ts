import type { DamagedDatabase } from './damaged-database.ts';
import { Unreadable } from './damaged-database.ts';
import type { SqlParameters } from '../database.ts';

/** Rows that are asked for at once. */
const pageOfRows = 64;

/** A list in the order of its key; `from` is what the next rows come behind. */
export interface Ordered<Row> {
  /** SQL with a place for the limit at its end, without and with a place for the key before it; each way. */
  readonly up: { readonly first: string; readonly after: string };
  readonly down: { readonly first: string; readonly after: string };
  readonly from: (row: Row) => SqlParameters;
}

export interface Walked<Row> {
  readonly rows: readonly Row[];
  /** From one end to the other; else a part in the middle is missing. */
  readonly whole: boolean;
}

/** Reads a list from its beginning, and, where a page stops it, from its end. A row that is met both ways is there twice. */
export function walk<Row>(database: DamagedDatabase, list: Ordered<Row>): Walked<Row> {
  const up = oneWay(database, list.up, list.from);
  if (up.whole) return up;
  const down = oneWay(database, list.down, list.from);
  return { rows: [...up.rows, ...down.rows], whole: down.whole };
}

function oneWay<Row>(database: DamagedDatabase, sql: Ordered<Row>['up'], from: Ordered<Row>['from']): Walked<Row> {
  const rows: Row[] = [];
  let limit = pageOfRows;
  for (;;) {
    const last = rows[rows.length - 1];
    let next: Row[];
    try {
      next = last === undefined ? database.rows<Row>(sql.first, [limit]) : database.rows<Row>(sql.after, [...from(last), limit]);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      // Up to the very row before the page that cannot be read.
      if (limit === 1) return { rows, whole: false };
      limit = 1;
      continue;
    }
    rows.push(...next);
    if (next.length < limit) return { rows, whole: true };
  }
}
