import { letterAt } from '../context/lexicon.ts';
import { isDigit } from './code.ts';
import { type Scan, type Token, scanOf } from './scan.ts';
import { type Span, firstEndingAfter, overlapsAny } from './span.ts';

/**
 * What a scan of the same text would list with some stretches of it veiled, within windows; made of the scan that there is.
 * Null where a stretch cuts a word or a number in two, or words of a seed phrase stand anywhere: then the text has to be scanned.
 *
 * @param hidden in order, not overlapping. @param windows as for a scan.
 */
export function narrowed(text: string, scan: Scan, hidden: readonly Span[], windows: readonly Span[]): Scan | null {
  if (scan.seedRuns.length > 0) return null;
  for (const { start, end } of hidden) if (isCut(text, start) || isCut(text, end)) return null;
  const isLeft = (span: Span) => overlapsAny(windows, span) && !overlapsAny(hidden, span);
  const place = { start: 0, end: 0 };
  const isPlaceLeft = (at: number) => {
    place.start = at;
    place.end = at + 1;
    return isLeft(place);
  };
  const tokens: Token[] = [];
  for (const region of scan.regions) for (const token of region.tokens) if (isLeft(token)) tokens.push(token);
  for (const hit of scan.hits) if (reachesAcross(hidden, hit)) return null;
  return scanOf(
    tokens,
    {
      longTokens: left(scan.longTokens, isLeft),
      secretWords: left(scan.secretWords, isLeft),
      numerals: left(scan.numerals, isLeft),
      seedRuns: scan.seedRuns,
      ats: left(scan.ats, isPlaceLeft),
      links: left(scan.links, isPlaceLeft),
      dashes: left(scan.dashes, isPlaceLeft),
      colons: left(scan.colons, isPlaceLeft),
      degrees: left(scan.degrees, isPlaceLeft),
    },
    left(scan.hits, isLeft),
  );
}

function left<T>(list: readonly T[], isLeft: (one: T) => boolean): readonly T[] {
  return list.length === 0 ? list : list.filter(isLeft);
}

/** Whether a phrase of the lexicon stands partly in what is hidden: what is left of it may be another. */
function reachesAcross(hidden: readonly Span[], hit: Span): boolean {
  const span = hidden[firstEndingAfter(hidden, hit.start)];
  return span !== undefined && span.start < hit.end && (span.start > hit.start || span.end < hit.end);
}

/** Whether a word, a number or a row of dashes goes on across a place. */
function isCut(text: string, at: number): boolean {
  return (isInWord(text, at - 1) && isInWord(text, at)) || (text.charCodeAt(at - 1) === 0x2d && text.charCodeAt(at) === 0x2d);
}

function isInWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isDigit(code) || letterAt(text, at) !== 0;
}
