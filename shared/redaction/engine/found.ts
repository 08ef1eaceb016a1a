import type { FindingType } from '../finding-type.ts';
import type { Treatment } from '../policy/treatment.ts';
import type { Match, Reading } from './detector.ts';
import { type Span, overlapsAny, veil } from './span.ts';

/** One stretch that was found, or a mask that stood in the text as it came. */
export interface Found extends Span {
  readonly type: FindingType;
  readonly confidence: number;
  /** What stands there, as detectors read it, of which a mask may show some letters and digits; the digits of a card. */
  readonly written: string;
  /** Whether it is the last piece of what was found; all are, but for numbers broken over messages. */
  readonly last: boolean;
  /** The mask, where one stood in the text before. */
  readonly before: string | null;
  /** From a company's own pattern. */
  readonly treatment: Treatment | null;
}

const byStart = (a: Span, b: Span): number => a.start - b.start;
const startOf = ({ parts }: Match): number => parts[0]?.start ?? 0;
const endOf = ({ parts }: Match): number => parts[parts.length - 1]?.end ?? 0;
const sizeOf = (match: Match): number => endOf(match) - startOf(match);

/** The surest of the matches that do not overlap, in order. Equally sure: the longer one. Nothing is taken that reaches into what was found before. */
export function resolved(matches: readonly Match[], reading: Reading): Found[] {
  const found: Found[] = [];
  const sorted = inOrder(matches) ? matches : [...matches].sort((a, b) => startOf(a) - startOf(b));
  for (let from = 0; from < sorted.length; ) {
    // Matches that overlap one another, directly or through others.
    let to = from + 1;
    let furthest = endOf(sorted[from] as Match);
    while (to < sorted.length && startOf(sorted[to] as Match) < furthest) furthest = Math.max(furthest, endOf(sorted[to++] as Match));
    if (to === from + 1) take(found, sorted[from] as Match, reading);
    else for (const match of surest(sorted.slice(from, to), reading)) take(found, match, reading);
    from = to;
  }
  // Only the parts of a number that is broken over messages can stand among others.
  return reading.joined && found.length > 1 ? found.sort(byStart) : found;
}

/** Detectors find in order, and most texts hold what one detector finds. */
function inOrder(matches: readonly Match[]): boolean {
  for (let index = 1; index < matches.length; index++) if (startOf(matches[index - 1] as Match) > startOf(matches[index] as Match)) return false;
  return true;
}

function surest(cluster: Match[], reading: Reading): readonly Match[] {
  cluster.sort((a, b) => b.confidence - a.confidence || sizeOf(b) - sizeOf(a));
  const taken: Match[] = [];
  const cut: Match[] = [];
  for (const match of cluster) {
    // Those taken are apart and in order: only two of them can be in the way.
    const at = placeFor(taken, startOf(match));
    const before = taken[at - 1];
    const behind = taken[at];
    if ((before !== undefined && endOf(before) > startOf(match)) || (behind !== undefined && startOf(behind) < endOf(match))) {
      if (match.type === 'card') cut.push(match);
      continue;
    }
    if (!isFree(match, reading)) continue;
    taken.splice(at, 0, match);
  }
  for (const card of cut) for (const rest of restsOf(card, taken, reading)) taken.splice(placeFor(taken, startOf(rest)), 0, rest);
  return taken;
}

/** What is left of a card's number that reaches into something surer: digits of it are hidden all the same. */
function restsOf(card: Match, taken: readonly Match[], reading: Reading): readonly Match[] {
  const rests: Match[] = [];
  for (const { start, end } of card.parts) {
    let from = start;
    for (const part of partsWithin(taken, { start, end }, reading.joined)) {
      pushRest(rests, card, from, part.start, reading);
      from = part.end;
    }
    pushRest(rests, card, from, end, reading);
  }
  return rests;
}

/** What of the taken ones reaches into a span, in order. They are apart, but for the parts of a number that is broken over messages, between which others stand. */
function partsWithin(taken: readonly Match[], { start, end }: Span, joined: boolean): readonly Span[] {
  const parts: Span[] = [];
  for (let index = joined ? 0 : Math.max(0, placeFor(taken, start) - 1); index < taken.length && startOf(taken[index] as Match) < end; index++) {
    for (const part of (taken[index] as Match).parts) if (part.end > start && part.start < end) parts.push(part);
  }
  return parts.sort(byStart);
}

function pushRest(rests: Match[], card: Match, from: number, to: number, reading: Reading): void {
  const written = /\p{N}(?:[^]*\p{N})?/u.exec(reading.text.slice(from, to));
  if (written === null) return;
  const start = from + written.index;
  const rest = { ...card, value: card.value ?? card.parts.map((part) => reading.text.slice(part.start, part.end)).join(''), parts: [{ start, end: start + written[0].length }] };
  if (isFree(rest, reading)) rests.push(rest);
}

function isFree(match: Match, { masked }: Reading): boolean {
  return masked.length === 0 || !match.parts.some((part) => overlapsAny(masked, part));
}

function take(found: Found[], match: Match, reading: Reading): void {
  if (!isFree(match, reading)) return;
  const { type, confidence, parts, value, treatment = null } = match;
  for (let index = 0; index < parts.length; index++) {
    const { start, end } = parts[index] as Span;
    found.push({ start, end, type, confidence, written: value ?? reading.text.slice(start, end), last: index === parts.length - 1, before: null, treatment });
  }
}

/** The first of the matches that starts at `offset` or later. */
function placeFor(matches: readonly Match[], offset: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (startOf(matches[middle] as Match) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Both lists as one, in order. */
export function merged(found: readonly Found[], fresh: readonly Found[]): readonly Found[] {
  if (fresh.length === 0) return found;
  return found.length === 0 ? fresh : [...found, ...fresh].sort(byStart);
}

const longVeil = veil.repeat(64);

/** The text with every letter, digit and sign of the spans, which are in order, turned into the veil. */
export function veiled(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (let index = 0; index < spans.length; index++) {
    const { start, end } = spans[index] as Span;
    if (end <= at) continue;
    const from = start > at ? start : at;
    if (from > at) pieces.push(text.slice(at, from));
    pieces.push(end - from <= longVeil.length ? longVeil.slice(0, end - from) : veil.repeat(end - from));
    at = end;
  }
  if (at < text.length) pieces.push(text.slice(at));
  // Joined, not added up: every character of it is read many times.
  return pieces.join('');
}
