import { Context } from '../context/context.ts';
import type { OwnPatterns } from '../policy/own-patterns.ts';
import { detectors, followers } from '../registry.ts';
import { type Detector, type Match, type Reading, leastConfidence } from './detector.ts';
import { type Found, merged, resolved, veiled } from './found.ts';
import { standingMasks } from './masks.ts';
import { narrowed } from './narrow.ts';
import { type Normalised, normalise, originalSpan } from './normalise.ts';
import { type Scan, isEmpty, scan } from './scan.ts';
import { type Span, joint, overlapsAny } from './span.ts';
import { widened, windowsAround } from './windows.ts';

/** Reading again finds what came into reach by what was found before: nearly always nothing at all. */
const mostRounds = 8;

/**
 * Everything found in one text, or in consecutive texts of one sender, and the masks that stand there already, in order;
 * offsets count through all texts, with one character between two.
 *
 * Detectors read again around what is to be hidden, with that veiled, until nothing more is to be hidden: so what they find
 * does not depend on whether a mask was put in now or before, and redacting twice changes nothing. What stays readable is
 * looked for anew each time, since it stands in the way of nothing in another reading either. Where the scan lists nothing
 * but what is hidden now, there is nothing to read again.
 *
 * @param hides whether what was found is hidden.
 */
export function findAll(texts: readonly string[], hides: (one: Pick<Found, 'type' | 'treatment'>) => boolean, own: OwnPatterns | null = null): readonly Found[] {
  const first = texts[0] ?? '';
  const original = texts.length === 1 && !first.includes(joint) ? first : texts.map((one) => one.replaceAll(joint, ' ')).join(joint);
  const normalised = normalise(original);
  const { text } = normalised;
  const leave = own === null ? [] : own.leave(text);
  let hidden: readonly Found[] = standing(text);
  let readable: readonly Found[] = [];
  let read = veiled(text, withOthers(hidden, leave));
  let scanned = scan(read, [{ start: 0, end: read.length }]);
  let core: readonly Span[] | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const found = readOnce(read, scanned, hidden, core, own);
    const fresh = found.filter(hides);
    const apart = found.length === fresh.length ? [] : found.filter((one) => !hides(one));
    const here: readonly Span[] | null = core;
    readable = here === null ? apart : merged(readable.filter((one) => !overlapsAny(here, one)), apart);
    if (fresh.length === 0) break;
    hidden = merged(hidden, fresh);
    core = windowsAround(text, fresh);
    const windows = widened(text, core);
    // A later scan is of windows alone, and says nothing about what stands beyond them.
    const left = round === 0 ? narrowed(read, scanned, fresh, windows) : null;
    if (left !== null && own === null && isEmpty(left)) break;
    read = veiled(text, withOthers(hidden, leave));
    scanned = left ?? scan(read, windows);
  }
  return inOriginal(original, normalised, merged(hidden, readable.filter((one) => !overlapsAny(hidden, one))));
}

function standing(text: string): Found[] {
  return standingMasks(text).map(({ start, end, type, mask }) => ({ start, end, type, confidence: 1, written: '', last: true, before: mask, treatment: null }));
}

function withOthers(found: readonly Span[], others: readonly Span[]): readonly Span[] {
  return others.length === 0 ? found : [...found, ...others].sort((a, b) => a.start - b.start);
}

/** @param read the text with what was found veiled. @param core where a finding must lie, at least in part; null: anywhere. */
function readOnce(read: string, scanned: Scan, found: readonly Found[], core: readonly Span[] | null, own: OwnPatterns | null): readonly Found[] {
  const reading: Reading = { text: read, masked: found, scan: scanned, context: new Context(read, scanned.hits, found) };
  let matches: Match[] = [];
  if (!isEmpty(scanned)) collect(matches, detectors, reading);
  if (own !== null) matches.push(...own.find(read));
  if (core !== null) matches = matches.filter(({ parts }) => parts.some((part) => overlapsAny(core, part)));
  let fresh: readonly Found[] = matches.length === 0 ? [] : resolved(matches, reading);
  // What stands beside a card is looked for once the card is known; what is found there stands beside more.
  for (let known = merged(found, fresh); known.some(({ type }) => type === 'card'); ) {
    const beside: Match[] = [];
    collect(beside, followers, { ...reading, text: veiled(read, fresh), masked: known });
    if (beside.length === 0) break;
    const more = resolved(beside, { ...reading, masked: known });
    if (more.length === 0) break;
    fresh = merged(fresh, more);
    known = merged(found, fresh);
  }
  return fresh;
}

function collect(matches: Match[], list: readonly Detector[], reading: Reading): void {
  for (const detector of list) for (const match of detector.detect(reading)) if (match.confidence >= leastConfidence) matches.push(match);
}

function inOriginal(original: string, normalised: Normalised, found: readonly Found[]): readonly Found[] {
  if (normalised.offsets === null) return found;
  return found.map((one) => ({ ...one, ...originalSpan(original, normalised, one.start, one.end) }));
}
