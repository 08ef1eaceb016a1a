import { sql } from 'kysely';
import type { Store } from '../../hub/store/database.ts';

/** One value that lies in a hub's database: bytes in hexadecimal, everything else as text. */
export interface Lying {
  /** `table.column` */
  readonly place: string;
  readonly value: string;
  readonly bytes: boolean;
}

/** Every table there is, with its columns, as the database itself tells: also those that a test's author has never heard of. */
export async function tablesOf(db: Store): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; column: string }>`select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' order by 1, 2`.execute(db);
  const tables = new Map<string, string[]>();
  for (const { table, column } of rows) tables.set(table, [...(tables.get(table) ?? []), column]);
  return tables;
}

/** Every value in every column of every table. */
export async function allThatLies(db: Store): Promise<Lying[]> {
  const all: Lying[] = [];
  for (const table of (await tablesOf(db)).keys()) {
    const { rows } = await sql<Record<string, Uint8Array | string | number | null>>`select * from ${sql.table(table)}`.execute(db);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        if (value === null) continue;
        const bytes = value instanceof Uint8Array;
        all.push({ place: `${table}.${column}`, value: bytes ? Buffer.from(value).toString('hex') : String(value), bytes });
      }
    }
  }
  return all;
}

/** In one order, so that two of them can be compared. */
export function inOrder(all: readonly Lying[]): string[] {
  return all.map(({ place, value }) => `${place} ${value}`).toSorted();
}
