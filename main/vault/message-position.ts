import type { ReadableDatabase } from './database.ts';

/** How many messages may fall into one second before they spill into the next: 2^20. */
const perSecond = 1_048_576;
/** Whole seconds that fit before 2^53 (the year 2242); a later time is a mistake and sorts last. */
const lastSecond = 2 ** 33 - 2;

/** The lowest position of a message sent then. Positions are ordered by the second of sending. */
export function positionAt(sentAt: number): number {
  return Math.min(Math.floor(sentAt / 1000), lastSecond) * perSecond;
}

/** When a message at this position was sent, to the second; milliseconds since 1970. */
export function timeOf(position: number): number {
  return Math.floor(position / perSecond) * 1000;
}

/** Hands out positions within one transaction. */
export class FreePositions {
  readonly #database: ReadableDatabase;
  #highest: number | undefined;

  constructor(database: ReadableDatabase) {
    this.#database = database;
  }

  /** A free one for a message sent at that time, after those of the same second. */
  take(sentAt: number): number {
    const from = positionAt(sentAt);
    this.#highest ??= this.#database.row<{ last: number | null }>('SELECT max(position) AS last FROM messages')?.last ?? -1;
    // News comes in order of time: nothing to look for.
    const position = from > this.#highest ? from : this.#after(from);
    this.#highest = Math.max(this.#highest, position);
    return position;
  }

  #after(from: number): number {
    const last = this.#database.row<{ last: number | null }>('SELECT max(position) AS last FROM messages WHERE position >= ? AND position < ?', [
      from,
      from + perSecond,
    ])?.last;
    return last === null || last === undefined ? from : last + 1;
  }
}
