/**
 * The engine: how findings come out of a text. In the order in which a text goes through it:
 *
 * 1. `normalise.ts`: digits, spaces and dashes of every script become those of ASCII, what nobody sees goes; with the way
 *    back to the places of the original. A text of ASCII is gone through once and stays the string it was.
 * 2. `masks.ts`: masks that stand in it already are veiled (`found.ts`, `span.ts`), so that nothing is found in them.
 * 3. `scan.ts`: one pass, one look into a table for each character. It lists tokens with digits, in regions of those that stand
 *    close together, the words of the lexicon (`../context/lexicon.ts`, by hash), and the signs that something begins with. A text
 *    of which nothing is listed is done. What stands right around a token says which detectors it wakes (`wake.ts`).
 * 4. Detectors (`detector.ts`, `../registry.ts`) go through those lists, and read the text only there: patterns are sticky, never
 *    searched for. What words say around a place is asked of `../context/context.ts`.
 * 5. `found.ts`: of what overlaps the surest is taken.
 * 6. What is hidden is veiled, and the rest is looked at once more, around it (`windows.ts`), from what the scan has listed
 *    (`narrow.ts`): mostly nothing is left, and nothing is read again.
 *
 * Every step is linear in the length of the text. What a hostile text repeats (digits, colons, dashes, streets) is read a bounded
 * number of times at each place: a detector that looks back remembers how far it has looked.
 */

import { Context } from '../context/context.ts';
import type { OwnPatterns } from '../policy/own-patterns.ts';
import { detectors, followers } from '../registry.ts';
import { type Detector, type Match, type Reading, leastConfidence } from './detector.ts';
import { type Found, merged, resolved, veiled } from './found.ts';
import { standingMasks } from './masks.ts';
import { leavesNothing, narrowed } from './narrow.ts';
import { type Normalised, normalise, originalSpan } from './normalise.ts';
import { type Scan, bitsOfLists, regionsBit, scan } from './scan.ts';
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
  const joined = texts.length > 1;
  const leave = own === null ? [] : own.leave(text);
  let hidden = standing(text);
  let readable: readonly Found[] = [];
  let read = veiled(text, withOthers(hidden, leave));
  let scanned = scan(read, [{ start: 0, end: read.length }]);
  if (scanned.holds === 0 && hidden.length === 0 && own === null) return [];
  let core: readonly Span[] | null = null;
  for (let round = 0; round < mostRounds; round++) {
    const found = readOnce(read, scanned, joined, hidden, core, own);
    const here: readonly Span[] | null = core;
    if (here !== null) readable = readable.filter((one) => !overlapsAny(here, one));
    if (found.length === 0) break;
    const fresh = found.filter(hides);
    if (found.length > fresh.length) readable = merged(readable, found.filter((one) => !hides(one)));
    if (fresh.length === 0) break;
    hidden = merged(hidden, fresh);
    if (round === 0 && own === null && leavesNothing(read, scanned, fresh)) break;
    core = windowsAround(text, fresh, joined);
    const windows = widened(text, core);
    // A later scan is of windows alone, and says nothing about what stands beyond them.
    const masked = hidden;
    const next = () => veiled(text, withOthers(masked, leave));
    const left = round === 0 ? narrowed(read, next, scanned, fresh, windows) : null;
    if (left?.holds === 0 && own === null) break;
    read = next();
    scanned = left ?? scan(read, windows);
  }
  return inOriginal(original, normalised, readable.length === 0 ? hidden : merged(hidden, readable.filter((one) => !overlapsAny(hidden, one))));
}

const none: readonly Found[] = [];

function standing(text: string): readonly Found[] {
  const masks = standingMasks(text);
  return masks.length === 0 ? none : masks.map(({ start, end, type, mask }) => ({ start, end, type, confidence: 1, written: '', last: true, before: mask, treatment: null }));
}

function withOthers(found: readonly Span[], others: readonly Span[]): readonly Span[] {
  return others.length === 0 ? found : [...found, ...others].sort((a, b) => a.start - b.start);
}

/** @param read the text with what was found veiled. @param core where a finding must lie, at least in part; null: anywhere. */
function readOnce(read: string, scanned: Scan, joined: boolean, found: readonly Found[], core: readonly Span[] | null, own: OwnPatterns | null): readonly Found[] {
  const reading: Reading = { text: read, masked: found, scan: scanned, context: new Context(read, scanned.hits, found), joined };
  let matches = scanned.holds === 0 ? [] : matchesOf(readyDetectors, reading);
  if (own !== null) matches.push(...own.find(read));
  if (core !== null && matches.length > 0) matches = matches.filter(({ parts }) => parts.some((part) => overlapsAny(core, part)));
  let fresh: readonly Found[] = matches.length === 0 ? [] : resolved(matches, reading);
  // What stands beside a card is looked for once the card is known; what is found there stands beside more.
  for (let known = merged(found, fresh); holdsCard(known); known = merged(found, fresh)) {
    const beside = matchesOf(readyFollowers, { ...reading, text: veiled(read, fresh), masked: known });
    const more: readonly Found[] = beside.length === 0 ? [] : resolved(beside, { ...reading, masked: known });
    if (more.length === 0) break;
    fresh = merged(fresh, more);
  }
  return fresh;
}

function holdsCard(found: readonly Found[]): boolean {
  for (let index = 0; index < found.length; index++) if (found[index]?.type === 'card') return true;
  return false;
}

/** A detector with its lists as bits. */
interface Ready {
  readonly detector: Detector;
  readonly lists: number;
  readonly digits: number;
}

const readied = (list: readonly Detector[]): readonly Ready[] => list.map((detector) => ({ detector, lists: bitsOfLists(detector.looksAt), digits: detector.digits ?? 0 }));
const readyDetectors = readied(detectors);
const readyFollowers = readied(followers);

function matchesOf(list: readonly Ready[], reading: Reading): Match[] {
  const { holds, mostDigits } = reading.scan;
  // Digits of a number of several messages lie in several regions.
  const digitsHere = reading.joined ? Number.POSITIVE_INFINITY : mostDigits;
  const matches: Match[] = [];
  for (let index = 0; index < list.length; index++) {
    const { detector, lists, digits } = list[index] as Ready;
    if (((digitsHere >= digits ? holds : holds & ~regionsBit) & lists) === 0) continue;
    const found = detector.detect(reading);
    for (let each = 0; each < found.length; each++) if ((found[each] as Match).confidence >= leastConfidence) matches.push(found[each] as Match);
  }
  return matches;
}

function inOriginal(original: string, normalised: Normalised, found: readonly Found[]): readonly Found[] {
  if (normalised.shifts === null) return found;
  return found.map((one) => ({ ...one, ...originalSpan(original, normalised, one.start, one.end) }));
}
