/** A stretch of a text: `start` inclusive, `end` exclusive, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How far beyond a finding anything about it is read, in UTF-16 code units. */
export const reach = 320;

/** Stands between two messages of one sender (a noncharacter, which no text holds). */
export const joint = '\ufffe';

/**
 * Takes the place of what is masked while detectors go on reading; no detector sees a letter, digit or separator in it. A
 * control character that nothing uses (U+0081), and of one byte: a text that was of one byte a character stays so, and
 * every pattern that has been compiled for it is of use again.
 */
export const veil = '\x81';

/**
 * What stands right before a place, as far as `reach` and no further than what was found already: the mask that is put in
 * its place is longer or shorter than it, so beyond it nothing is as far away in the next reading.
 */
export function textBefore(text: string, at: number, reach: number): string {
  const before = text.slice(Math.max(0, at - reach), at);
  return before.slice(before.lastIndexOf(veil) + 1);
}

/** As `textBefore`, of what stands right behind. */
export function textBehind(text: string, at: number, reach: number): string {
  const behind = text.slice(at, at + reach);
  const wall = behind.indexOf(veil);
  return wall === -1 ? behind : behind.slice(0, wall);
}

/** The first index of a sorted list whose span ends after `offset`. */
export function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span !== undefined && span.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether any span of a sorted list shares a character with the given one. */
export function overlapsAny(spans: readonly Span[], span: Span): boolean {
  const next = spans[firstEndingAfter(spans, span.start)];
  return next !== undefined && next.start < span.end;
}
