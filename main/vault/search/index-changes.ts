import type { WritableDatabase } from '../database.ts';
import { segmented } from './segmentation.ts';

/** What of a message can be searched. */
export interface IndexedText {
  readonly author: string;
  /** Empty where it is the author's. */
  readonly customer: string;
  readonly subject: string;
  readonly text: string;
}

interface Entry {
  readonly before: IndexedText | null;
  after: IndexedText | null;
}

/**
 * The changes of one transaction to the search index, written at its end in the order of position:
 * FTS5 writes out what it has gathered whenever a rowid is not above the last (fts5_index.c,
 * `sqlite3Fts5IndexBeginWrite`), so that messages coming newest first would each make a segment.
 *
 * The index has no copy of the text, so whoever changes an entry says what stood there before.
 */
export class IndexChanges {
  readonly #entries = new Map<number, Entry>();

  /** `before` as it stands in the index now, null when there is no entry; `after` null removes it. */
  set(position: number, before: IndexedText | null, after: IndexedText | null): void {
    const entry = this.#entries.get(position);
    if (entry === undefined) this.#entries.set(position, { before, after });
    else entry.after = after;
  }

  write(database: WritableDatabase): void {
    const positions = [...this.#entries.keys()].sort((a, b) => a - b);
    for (const position of positions) {
      const entry = this.#entries.get(position);
      if (entry === undefined || sameText(entry.before, entry.after)) continue;
      if (entry.before !== null) {
        database.run("INSERT INTO search (search, rowid, author, customer, subject, text) VALUES ('delete', ?, ?, ?, ?, ?)", [
          position,
          ...columns(entry.before),
        ]);
      }
      if (entry.after !== null) {
        database.run('INSERT INTO search (rowid, author, customer, subject, text) VALUES (?, ?, ?, ?, ?)', [position, ...columns(entry.after)]);
      }
    }
    this.#entries.clear();
  }
}

function columns(text: IndexedText): [string, string, string, string] {
  return [segmented(text.author), segmented(text.customer), segmented(text.subject), segmented(text.text)];
}

function sameText(a: IndexedText | null, b: IndexedText | null): boolean {
  if (a === null || b === null) return a === b;
  return a.author === b.author && a.customer === b.customer && a.subject === b.subject && a.text === b.text;
}
