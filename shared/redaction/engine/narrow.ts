import { letterAt } from '../context/lexicon.ts';
import { isDigit } from './code.ts';
import { type Scan, fewestNumerals, scanOf } from './scan.ts';
import type { Span } from './span.ts';

/**
 * What a scan of the same text would list with some stretches of it veiled, within windows; made of the scan that there is.
 * Null where a stretch cuts a word, a number or a phrase in two, or words of a seed phrase stand anywhere: then the text has to be scanned.
 *
 * @param next the same text with those stretches veiled; asked for where any number is left. @param hidden in order, not overlapping. @param windows as for a scan.
 */
export function narrowed(text: string, next: () => string, scan: Scan, hidden: readonly Span[], windows: readonly Span[]): Scan | null {
  if (scan.seedRuns.length > 0 || cutsAny(text, scan, hidden)) return null;

  const spans = <T extends Span>(list: readonly T[]): readonly T[] => {
    if (list.length === 0) return list;
    const [within, without] = [new Sweep(windows), new Sweep(hidden)];
    return list.filter(({ start, end }) => within.touches(start, end) && !without.touches(start, end));
  };
  const places = (list: readonly number[]): readonly number[] => {
    if (list.length === 0) return list;
    const [within, without] = [new Sweep(windows), new Sweep(hidden)];
    return list.filter((at) => within.touches(at, at + 1) && !without.touches(at, at + 1));
  };
  const tokens = spans(scan.tokens);
  return scanOf(
    tokens.length === 0 ? text : next(),
    tokens,
    {
      longTokens: spans(scan.longTokens),
      secretWords: spans(scan.secretWords),
      numerals: spans(scan.numerals),
      seedRuns: scan.seedRuns,
      ats: places(scan.ats),
      links: places(scan.links),
      dashes: places(scan.dashes),
      colons: places(scan.colons),
      degrees: places(scan.degrees),
    },
    spans(scan.hits),
  );
}

/** Whether all that a scan lists, but words of the lexicon, is hidden, and nothing is cut: so it is in most texts in which anything is found. @param hidden as for `narrowed`. */
export function leavesNothing(text: string, scan: Scan, hidden: readonly Span[]): boolean {
  if (scan.seedRuns.length > 0 || cutsAny(text, scan, hidden)) return false;
  const sweep = new Sweep(hidden);
  for (const { start, end } of scan.tokens) if (!sweep.touches(start, end)) return false;
  return (
    areHidden(scan.longTokens, hidden) && areHidden(scan.secretWords, hidden) && (scan.numerals.length < fewestNumerals || areHidden(scan.numerals, hidden)) &&
    arePlacesHidden(scan.ats, hidden) && arePlacesHidden(scan.links, hidden) && arePlacesHidden(scan.dashes, hidden) && arePlacesHidden(scan.colons, hidden) && arePlacesHidden(scan.degrees, hidden)
  );
}

function areHidden(list: readonly Span[], hidden: readonly Span[]): boolean {
  if (list.length === 0) return true;
  const sweep = new Sweep(hidden);
  for (const { start, end } of list) if (!sweep.touches(start, end)) return false;
  return true;
}

function arePlacesHidden(list: readonly number[], hidden: readonly Span[]): boolean {
  if (list.length === 0) return true;
  const sweep = new Sweep(hidden);
  for (const at of list) if (!sweep.touches(at, at + 1)) return false;
  return true;
}

/** Goes through spans in order, beside another list in order: each is looked at once. */
class Sweep {
  readonly #spans: readonly Span[];
  #next = 0;

  constructor(spans: readonly Span[]) {
    this.#spans = spans;
  }

  /** The first span that ends behind `start`; asked in order. */
  #from(start: number): Span | undefined {
    while (this.#next < this.#spans.length && (this.#spans[this.#next] as Span).end <= start) this.#next++;
    return this.#spans[this.#next];
  }

  touches(start: number, end: number): boolean {
    const span = this.#from(start);
    return span !== undefined && span.start < end;
  }

  /** Whether a phrase of the lexicon stands partly in a span: what is left of it may be another. */
  isAcross({ start, end }: Span): boolean {
    const span = this.#from(start);
    return span !== undefined && span.start < end && (span.start > start || span.end < end);
  }
}

/** Whether any stretch cuts a word, a number or a phrase in two. */
function cutsAny(text: string, scan: Scan, hidden: readonly Span[]): boolean {
  for (const { start, end } of hidden) if (isCut(text, start) || isCut(text, end)) return true;
  const across = new Sweep(hidden);
  for (const hit of scan.hits) if (across.isAcross(hit)) return true;
  return false;
}

/** Whether a word, a number or a row of dashes goes on across a place. */
function isCut(text: string, at: number): boolean {
  return (isInWord(text, at - 1) && isInWord(text, at)) || (text.charCodeAt(at - 1) === 0x2d && text.charCodeAt(at) === 0x2d);
}

function isInWord(text: string, at: number): boolean {
  return isDigit(text.charCodeAt(at)) || letterAt(text, at) !== 0;
}
