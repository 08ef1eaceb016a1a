import { Context } from '../context/context.ts';
import type { FindingType } from '../finding-type.ts';
import type { OwnPatterns } from '../policy/own-patterns.ts';
import type { Treatment } from '../policy/treatment.ts';
import { detectors, followers } from '../registry.ts';
import { type Detector, type Match, type Reading, leastConfidence } from './detector.ts';
import { type Span, joint, overlapsAny, reach, veil } from './span.ts';
import { standingMasks } from './masks.ts';
import { type Normalised, normalise, originalSpan } from './normalise.ts';
import { type Scan, scan } from './scan.ts';

/** One stretch that was found, or a mask that stood in the text as it came. */
export interface Found extends Span {
  readonly type: FindingType;
  readonly confidence: number;
  /** Letters and digits of which a mask may show some. */
  readonly value: string;
  /** Whether it is the last piece of what was found; all are, but for numbers broken over messages. */
  readonly last: boolean;
  /** The mask, where one stood in the text before. */
  readonly before: string | null;
  /** From a company's own pattern. */
  readonly treatment?: Treatment;
}

/** Reading again finds what came into reach by what was found before: nearly always nothing at all. */
const mostRounds = 8;

/**
 * Everything found in one text, or in consecutive texts of one sender, and the masks that stand there already, in order;
 * offsets count through all texts, with one character between two.
 *
 * Detectors read again around what is to be hidden, with that veiled, until nothing more is to be hidden: so what they find
 * does not depend on whether a mask was put in now or before, and redacting twice changes nothing. What stays readable is
 * looked for anew each time, since it stands in the way of nothing in another reading either.
 *
 * @param hides whether what was found is hidden.
 */
export function findAll(texts: readonly string[], hides: (one: Pick<Found, 'type' | 'treatment'>) => boolean, own: OwnPatterns | null = null): readonly Found[] {
  const first = texts[0] ?? '';
  const original = texts.length === 1 && !first.includes(joint) ? first : texts.map((one) => one.replaceAll(joint, ' ')).join(joint);
  const normalised = normalise(original);
  const { text } = normalised;
  const leave = own === null ? [] : own.leave(text);
  let hidden: Found[] = standingMasks(text).map(({ start, end, type, mask }) => ({ start, end, type, confidence: 1, value: '', last: true, before: mask }));
  let readable: Found[] = [];
  let windows: readonly Span[] | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const core: readonly Span[] | null = windows;
    const found = readOnce(text, hidden, leave, core, own);
    const fresh = found.filter(hides);
    const apart = found.length === fresh.length ? [] : found.filter((one) => !hides(one));
    readable = core === null ? apart : merged(readable.filter((one) => !overlapsAny(core, one)), apart);
    if (fresh.length === 0) break;
    hidden = merged(hidden, fresh);
    windows = windowsAround(text, fresh);
  }
  return inOriginal(original, normalised, merged(hidden, readable.filter((one) => !overlapsAny(hidden, one))));
}

/** @param core where a finding must lie, at least in part; null: anywhere. */
function readOnce(text: string, found: readonly Found[], leave: readonly Span[], core: readonly Span[] | null, own: OwnPatterns | null): Found[] {
  const read = veiled(text, leave.length === 0 ? found : [...found, ...leave].sort((a, b) => a.start - b.start));
  const scanned = scan(read, core === null ? [{ start: 0, end: read.length }] : widened(read, core));
  const reading: Reading = { text: read, masked: found, scan: scanned, context: new Context(read, scanned.hits, found) };
  let matches = isEmpty(scanned) ? [] : matchesOf(detectors, reading);
  if (own !== null) matches.push(...own.find(read));
  if (core !== null) matches = matches.filter(({ parts }) => parts.some((part) => overlapsAny(core, part)));
  const fresh = resolved(matches, reading);
  // What stands beside a card is looked for once the card is known.
  const known = merged(found, fresh);
  if (!known.some(({ type }) => type === 'card')) return fresh;
  const masked = fresh.length === 0 ? read : veiled(read, fresh);
  const beside = { ...reading, text: masked, masked: known };
  return merged(fresh, resolved(matchesOf(followers, beside), beside));
}

/** Where something can have changed by what was found. */
function windowsAround(text: string, fresh: readonly Found[]): Span[] {
  if (text.includes(joint)) return [{ start: 0, end: text.length }];
  const windows: { start: number; end: number }[] = [];
  for (const { start, end } of fresh) {
    const last = windows.at(-1);
    const window = { start: Math.max(0, start - reach), end: Math.min(text.length, end + reach) };
    if (last !== undefined && last.end >= window.start - 2 * margin) last.end = Math.max(last.end, window.end);
    else windows.push(window);
  }
  return windows;
}

/** What is read beyond a window, so that words and numbers at its edge are judged by what stands around them. */
const margin = 160;
/** As far as two digits of one number can be apart. */
const apart = 8;

/** Windows with their margins, moved outwards to where no number can be cut in two. */
function widened(text: string, windows: readonly Span[]): Span[] {
  const wide: { start: number; end: number }[] = [];
  for (const window of windows) {
    let start = Math.max(0, window.start - margin);
    for (let quiet = 0; start > 0 && (quiet < apart || !isSpace(text.charCodeAt(start))); start--) quiet = isDigit(text.charCodeAt(start - 1)) ? 0 : quiet + 1;
    let end = Math.min(text.length, window.end + margin);
    for (let quiet = 0; end < text.length && (quiet < apart || !isSpace(text.charCodeAt(end - 1))); end++) quiet = isDigit(text.charCodeAt(end)) ? 0 : quiet + 1;
    const last = wide.at(-1);
    if (last !== undefined && last.end >= start) last.end = Math.max(last.end, end);
    else wide.push({ start, end });
  }
  return wide;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a;
}

function isEmpty({ regions, longTokens, secretWords, numerals, seedRuns, ats, links, dashes, colons, degrees }: Scan): boolean {
  return (
    regions.length + longTokens.length + secretWords.length + numerals.length + seedRuns.length + ats.length + links.length + dashes.length + colons.length + degrees.length === 0
  );
}

function matchesOf(list: readonly Detector[], reading: Reading): Match[] {
  const matches: Match[] = [];
  for (const detector of list) for (const match of detector.detect(reading)) if (match.confidence >= leastConfidence) matches.push(match);
  return matches;
}

/** The surest of the matches that do not overlap. Equally sure: the longer one. */
function resolved(matches: readonly Match[], reading: Reading): Found[] {
  if (matches.length === 0) return [];
  const start = (match: Match) => match.parts[0]?.start ?? 0;
  const end = (match: Match) => match.parts.at(-1)?.end ?? 0;
  const size = (match: Match) => end(match) - start(match);
  const found: Found[] = [];
  const sorted = [...matches].sort((a, b) => start(a) - start(b));
  for (let from = 0; from < sorted.length; ) {
    // Matches that overlap one another, directly or through others.
    let to = from + 1;
    let furthest = end(sorted[from] as Match);
    while (to < sorted.length && start(sorted[to] as Match) < furthest) furthest = Math.max(furthest, end(sorted[to++] as Match));
    const cluster = sorted.slice(from, to);
    if (cluster.length > 1) cluster.sort((a, b) => b.confidence - a.confidence || size(b) - size(a));
    const taken: Match[] = [];
    for (const match of cluster) {
      // Those taken are apart and in order: only two of them can be in the way.
      const at = placeFor(taken, start(match));
      const before = taken[at - 1];
      const behind = taken[at];
      if ((before !== undefined && end(before) > start(match)) || (behind !== undefined && start(behind) < end(match))) continue;
      if (match.parts.some((part) => overlapsAny(reading.masked, part))) continue;
      taken.splice(at, 0, match);
    }
    for (const match of taken) {
      for (const [index, part] of match.parts.entries()) {
        found.push({ ...part, type: match.type, confidence: match.confidence, value: match.value ?? shownOf(reading.text.slice(part.start, part.end)), last: index === match.parts.length - 1, before: null, ...(match.treatment === undefined ? {} : { treatment: match.treatment }) });
      }
    }
    from = to;
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The first of the matches that starts at `offset` or later. */
function placeFor(matches: readonly Match[], offset: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((matches[middle]?.parts[0]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shownOf(text: string): string {
  return text.length > 200 ? '' : text.replace(/[^\p{L}\p{N}]/gu, '');
}

function merged(found: readonly Found[], fresh: readonly Found[]): Found[] {
  return fresh.length === 0 ? (found as Found[]) : [...found, ...fresh].sort((a, b) => a.start - b.start);
}

function veiled(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    if (end <= at) continue;
    pieces.push(text.slice(at, Math.max(at, start)), veil.repeat(end - Math.max(at, start)));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

function inOriginal(original: string, normalised: Normalised, found: readonly Found[]): readonly Found[] {
  if (normalised.offsets === null) return found;
  return found.map((one) => ({ ...one, ...originalSpan(original, normalised, one.start, one.end) }));
}
