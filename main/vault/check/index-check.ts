import type { ReadableDatabase } from '../database.ts';
import { vaultProblem } from '../problem.ts';
import { segmented } from '../search/segmentation.ts';

/** Messages of one step: a few milliseconds, so that neither search nor a list waits for it. */
const messagesPerStep = 100;
/** How far into a text a word is looked for, in UTF-16 code units. */
const farEnough = 400;

interface Indexed {
  readonly position: number;
  readonly text: string;
}

/** What each step asks; exported for the test of query plans. */
export const indexCheckQueries = {
  messages: `SELECT position, substr(text, 1, ${farEnough}) AS text FROM messages NOT INDEXED WHERE position > ? ORDER BY position LIMIT ${messagesPerStep}`,
  found: 'SELECT 1 AS here FROM search WHERE search MATCH ? AND rowid = CAST(? AS INTEGER)',
} as const;

/**
 * Looks for each message in the search index by its first word, a step at a time, from committed state. SQLCipher vouches for each page;
 * this is for an index that is whole and says something else than the messages, which FTS5's own check would hold up everything for.
 */
export class IndexCheck {
  readonly #database: ReadableDatabase;
  #behind = Number.MIN_SAFE_INTEGER;

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** One step. @returns whether there is more to look at. @throws SealdeskError of kind `vault-damaged` where one is not found that should be */
  step(): boolean {
    const messages = this.#database.rows<Indexed>(indexCheckQueries.messages, [this.#behind]);
    for (const message of messages) {
      const word = firstWord(message.text);
      if (word !== null && !this.#finds(word, message)) throw vaultProblem('vault-damaged');
    }
    const last = messages.at(-1);
    if (last === undefined || messages.length < messagesPerStep) return false;
    this.#behind = last.position;
    return true;
  }

  /** One that was changed or purged since it was read is looked at another day. */
  #finds(word: string, { position, text }: Indexed): boolean {
    const found = () => this.#database.row(indexCheckQueries.found, [`text : "${word.replaceAll('"', '""')}"`, position]) !== undefined;
    if (found()) return true;
    const now = this.#database.row<Indexed>(`SELECT position, substr(text, 1, ${farEnough}) AS text FROM messages WHERE position = ?`, [position]);
    return now?.text !== text || found();
  }
}

/**
 * What stands between two spaces and has a letter or digit that every version of the tokenizer knows; null where there is none. What may have
 * been cut off at the end is none.
 */
export function firstWord(text: string): string | null {
  const cut = text.length >= farEnough;
  const pieces = segmented(text).split(/\s+/);
  return (cut ? pieces.slice(0, -1) : pieces).find((piece) => piece.length <= 60 && /[A-Za-z0-9]/.test(piece) && !piece.includes('\u0000')) ?? null;
}
