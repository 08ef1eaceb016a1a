import type { ReadableDatabase } from './database.ts';

/** How many messages may fall into one second before they spill into the next: 2^20. */
const perSecond = 1_048_576;
/** Whole seconds that fit before 2^53 (the year 2242); a later time is a mistake and sorts last. */
const lastSecond = 2 ** 33 - 2;

/** The lowest position of a message sent then. Positions are ordered by the second of sending. */
export function positionAt(sentAt: number): number {
  return Math.min(Math.floor(sentAt / 1000), lastSecond) * perSecond;
}

/** A free position for a message sent at that time. */
export function freePosition(database: ReadableDatabase, sentAt: number): number {
  const from = positionAt(sentAt);
  const last = database.row<{ last: number | null }>('SELECT max(position) AS last FROM messages WHERE position >= ? AND position < ?', [
    from,
    from + perSecond,
  ])?.last;
  return last === null || last === undefined ? from : last + 1;
}
