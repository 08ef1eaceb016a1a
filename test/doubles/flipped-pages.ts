import { readFileSync, writeFileSync } from 'node:fs';
import { openWritable } from '../../main/vault/open-database.ts';

const pageSize = 4096;

/** Changes one bit in each of those pages of a closed vault, counted from 1. */
export function flipPages(file: string, pages: readonly number[]): void {
  const changed = readFileSync(file);
  for (const page of pages) {
    const at = (page - 1) * pageSize + 1000;
    changed[at] = changed[at]! ^ 1;
  }
  writeFileSync(file, changed);
}

export const pageCount = (file: string): number => readFileSync(file).length / pageSize;

/** The first page of a table or index: for a small one, all of it. */
export function rootPage(file: string, key: Uint8Array, name: string): number {
  const database = openWritable(file, key, false);
  try {
    return database.row<{ rootpage: number }>('SELECT rootpage FROM sqlite_schema WHERE name = ?', [name])!.rootpage;
  } finally {
    database.close();
  }
}
