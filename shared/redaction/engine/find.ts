import { Context } from '../context/context.ts';
import type { FindingType } from '../finding-type.ts';
import { detectors, followers } from '../registry.ts';
import { type Detector, type Match, type Reading, type Span, firstEndingAfter, joint, leastConfidence, reach, veil } from './detector.ts';
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
}

/** What a company's own patterns find, and what they forbid to be found. */
export interface OwnPatterns {
  find(text: string): readonly Match[];
  leave(text: string): readonly Span[];
}

/** Reading again finds what came into reach by what was found before: nearly always nothing at all. */
const mostRounds = 8;

/**
 * Everything found in one text, or in consecutive texts of one sender, and the masks that stand there already, in order;
 * offsets count through all texts, with one character between two.
 *
 * Detectors read again around what was found, with that veiled, until none finds more: so what they find does not depend
 * on whether a mask was put in now or before, and redacting twice changes nothing.
 */
export function findAll(texts: readonly string[], own: OwnPatterns | null = null): readonly Found[] {
  const original = texts.length === 1 && !(texts[0] ?? '').includes(joint) ? (texts[0] ?? '') : texts.map((one) => one.replaceAll(joint, ' ')).join(joint);
  const normalised = normalise(original);
  const { text } = normalised;
  let found: Found[] = standingMasks(text).map(({ start, end, type, mask }) => ({ start, end, type, confidence: 1, value: '', last: true, before: mask }));
  const leave = own === null ? [] : own.leave(text);
  let active: Span | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const known = found.length;
    const first = readingOf(text, found, leave, active);
    if (isEmpty(first.scan) && (own === null || round > 0) && !found.some(({ type }) => type === 'card')) break;
    const matches = first === null ? [] : matchesOf(detectors, first);
    if (own !== null) matches.push(...own.find(first.text));
    const fresh = resolved(matches, first, leave);
    found = merged(found, fresh);
    // What stands beside a card is looked for once the card is known.
    if (found.some(({ type }) => type === 'card')) {
      const beside = resolved(matchesOf(followers, readingOf(text, found, leave, active)), { ...first, masked: found }, leave);
      found = merged(found, beside);
      fresh.push(...beside);
    }
    if (found.length === known) break;
    active = around(fresh, text.length, text.includes(joint));
  }
  return inOriginal(original, normalised, found);
}

/** The stretch in which something can have changed by what was found. */
function around(fresh: readonly Found[], length: number, joined: boolean): Span | null {
  if (joined) return null;
  let start = length;
  let end = 0;
  for (const one of fresh) {
    start = Math.min(start, one.start);
    end = Math.max(end, one.end);
  }
  return { start: Math.max(0, start - reach), end: Math.min(length, end + reach) };
}

function readingOf(text: string, found: readonly Found[], leave: readonly Span[], active: Span | null): Reading {
  const read = veiled(text, leave.length === 0 ? found : [...found, ...leave].sort((a, b) => a.start - b.start));
  const scanned = scan(read);
  void active;
  return { text: read, masked: found, scan: scanned, context: new Context(read, scanned.hits, found) };
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
function resolved(matches: readonly Match[], reading: Reading, leave: readonly Span[]): Found[] {
  void leave;
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
      if (taken.some((other) => start(other) < end(match) && start(match) < end(other))) continue;
      if (match.parts.some((part) => overlaps(reading.masked, part))) continue;
      taken.push(match);
      for (const [index, part] of match.parts.entries()) {
        found.push({ ...part, type: match.type, confidence: match.confidence, value: match.value ?? shownOf(reading.text.slice(part.start, part.end)), last: index === match.parts.length - 1, before: null });
      }
    }
    from = to;
  }
  return found.sort((a, b) => a.start - b.start);
}

function overlaps(spans: readonly Span[], span: Span): boolean {
  const next = spans[firstEndingAfter(spans, span.start)];
  return next !== undefined && next.start < span.end;
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
