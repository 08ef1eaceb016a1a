/** A stretch of a text: `start` inclusive, `end` exclusive, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a finding can be. */
export type FindingType = 'card' | 'card-expiry' | 'card-code';

/** Something that must not stay, as a detector found it. */
export interface Match {
  readonly type: FindingType;
  /** What is put in its place. */
  readonly mask: string;
  /** Where it stands; several spans when it is broken over messages of one sender. In order, not empty. */
  readonly parts: readonly Span[];
}

/** A stretch that has been masked already, in this pass or before: no detector looks into or across it. */
export interface Masked extends Span {
  readonly type: FindingType;
}

/**
 * What a detector reads. `text` is plain text whatever it came from: HTML has been decoded, tags
 * inside a line have vanished, other tags have become line breaks or tabs, and messages of one
 * sender are joined by `joint`.
 */
export interface Reading {
  readonly text: string;
  /** In order of `start`, not overlapping. */
  readonly masked: readonly Masked[];
}

/**
 * Finds one kind of thing. A detector must take time linear in the length of the text, whatever the
 * text, and must find nothing in its own masks.
 */
export interface Detector {
  readonly name: string;
  detect(reading: Reading): readonly Match[];
}

/** Stands between two messages of one sender (a noncharacter, which no text holds). */
export const joint = '\ufffe';

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
