import type { Context } from '../context/context.ts';
import { isKnownFormat } from '../context/known-formats.ts';
import type { Topic } from '../context/topics.ts';
import { isDigit } from '../engine/code.ts';
import type { Detector, Match, Reading } from '../engine/detector.ts';
import { type Span, joint } from '../engine/span.ts';
import { crossesWords, groupingOf } from './card-grouping.ts';
import { type IssuerMatch, issuedLengths, issuerOf, shortestCard } from './card-issuers.ts';
import { probed } from './card-probe.ts';
import { type DigitRun, digitRunAt } from './digit-runs.ts';
import { LuhnSums, luhnValid } from './luhn.ts';
import { spelledRuns } from './spelled-digits.ts';

const cardTopics = ['card'] as const;
const paymentTopics = ['payment'] as const;
/** Identifiers of twelve digits and more. */
const longIdentifiers: ReadonlySet<Topic> = new Set<Topic>(['aadhaar', 'nir', 'es-ss', 'spi', 'personnummer', 'health']);

/** A stretch of whole groups of a run that can be a card: right length, issuer and check digit. */
interface Candidate {
  readonly firstGroup: number;
  readonly lastGroup: number;
  /** Indexes of digits; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly rank: Rank;
}

/** Better ones are taken first where candidates overlap. */
type Rank = 'whole-run' | 'usual' | 'by-context';
const ranks: readonly Rank[] = ['whole-run', 'usual', 'by-context'];

/** Month and year, and the security code or nothing more of a number: no day, no amount, no further group. */
const expiryBehind = /[ ,;:|]{1,3}(?:0?[1-9]|1[0-2]) {0,2}[/-] {0,2}(?:20)?[2-5]\d(?![\p{L}\p{N}]|[/.-]\d)(?: {0,2}[,;:|/]? {0,2}\d{3,4}(?![\p{L}\p{N}]|[.,:/-]\d)|(?! ?\d))/uy;

/** More groups of four beside a candidate than this, and it is a piece of a table or of a longer number. */
const foursBeside = 2;

/**
 * Payment card numbers: 12 to 19 digits, issuer range, Luhn, and a way of writing that fits.
 * What other numbers share (length, check digit) is weighed by the words around them.
 */
export const cardNumbers: Detector = {
  name: 'payment cards',
  looksAt: ['regions', 'numerals'],
  digits: shortestCard,
  detect(reading) {
    const matches: Match[] = [];
    const { text, scan, joined } = reading;
    const evidence = new Evidence(reading);
    const look = (run: DigitRun) => {
      if (run.digits.length < shortestCard) return;
      for (const candidate of chosen(candidatesOf(run, evidence))) matches.push(matchOf(run, candidate));
    };
    let done = 0;
    for (const region of scan.regions) {
      // A number of several messages has digits in several regions.
      if ((region.digits < shortestCard && !joined) || region.end <= done) continue;
      for (let at = Math.max(done, region.start); at < region.end; ) {
        if (!isDigit(text.charCodeAt(at))) {
          at++;
          continue;
        }
        // Mostly there is nothing to make a run of.
        const end = probed(text, at, joined);
        if (end < 0) {
          at = done = -end;
          continue;
        }
        const run = digitRunAt(text, at, joined);
        look(run);
        at = done = run.end(run.size - 1) + 1;
      }
    }
    for (const run of spelledRuns(reading)) look(run);
    return matches;
  },
};

/** What the rest of the text says. */
class Evidence {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  get text(): string {
    return this.#reading.text;
  }

  get context(): Context {
    return this.#reading.context;
  }

  speaksFor(span: Span): boolean {
    return this.context.near(span, cardTopics);
  }

  speaksOfPayment(span: Span): boolean {
    return this.context.near(span, paymentTopics, 40, 24);
  }

  /** Whether a label says that it is something else. */
  speaksAgainst(span: Span, digits: number): boolean {
    const label = this.context.label(span) ?? this.context.labelBehind(span);
    if (label === null || label.includes('card')) return false;
    // "My number" may be a telephone's, but for sixteen digits, which none has.
    return digits < 16 || !label.includes('phone') || label.includes('reference');
  }

  /** Whether it is called by the name of another identifier: an Aadhaar number beside a PAN is no card. */
  namesAnother(span: Span): boolean {
    const label = this.context.label(span);
    return label !== null && !label.includes('card') && label.some((topic) => longIdentifiers.has(topic));
  }

  isKnownFormat(span: Span): boolean {
    return isKnownFormat(this.#reading.text, span);
  }

  /** Whether an expiry date stands right behind, as people write their cards in one go: "… 4242 05/29 123". */
  runsOut(span: Span): boolean {
    const { text } = this.#reading;
    if (!' ,;:|'.includes(text.charAt(span.end))) return false;
    expiryBehind.lastIndex = span.end;
    return expiryBehind.test(text);
  }
}

/** A card has no more of them; more are a table, or somebody's joke. */
const fewGroups = 8;

function candidatesOf(run: DigitRun, evidence: Evidence): Candidate[] {
  const candidates: Candidate[] = [];
  const { digits } = run;
  const many = run.size > fewGroups ? new ManyGroups(run) : null;
  for (let firstGroup = 0; firstGroup < run.size; firstGroup++) {
    const start = run.first(firstGroup);
    if (digits.length - start < shortestCard) break;
    const prefix = prefixAt(digits, start);
    const lengths = issuedLengths(prefix);
    if (lengths === 0) continue;
    const longest = 31 - Math.clz32(lengths);
    for (let length = shortestCard, lastGroup = firstGroup; length <= longest; length++) {
      if ((lengths & (1 << length)) === 0) continue;
      const end = start + length;
      if (many === null) {
        while (lastGroup < run.size && run.last(lastGroup) < end) lastGroup++;
        if (lastGroup === run.size) break;
        if (run.last(lastGroup) > end || !luhnValid(digits, start, end)) continue;
      } else {
        if (!many.sums.isValid(start, end)) continue;
        lastGroup = many.endingAt(end);
        if (lastGroup === -1) continue;
      }
      const issuer = issuerOf(prefix, length);
      if (issuer === null) continue;
      const rank = judge(run, issuer, firstGroup, lastGroup, evidence);
      if (rank !== null) candidates.push({ firstGroup, lastGroup, start, end, rank });
    }
  }
  return candidates;
}

/** Of a run of many groups: what is asked at each of them is answered at one look. */
class ManyGroups {
  readonly sums: LuhnSums;
  /** By index behind a group's last digit: one more than the group; 0 within groups. */
  readonly #ending: Int32Array;

  constructor(run: DigitRun) {
    this.sums = new LuhnSums(run.digits);
    this.#ending = new Int32Array(run.digits.length + 1);
    for (let group = 0; group < run.size; group++) this.#ending[run.last(group)] = group + 1;
  }

  /** The group whose last digit is the one before an index; -1: none's is. */
  endingAt(end: number): number {
    return (this.#ending[end] ?? 0) - 1;
  }
}

/** How sure it is that these groups are a card; null: not sure enough. */
function judge(run: DigitRun, issuer: IssuerMatch, firstGroup: number, lastGroup: number, evidence: Evidence): Rank | null {
  const start = run.first(firstGroup);
  const end = run.last(lastGroup);
  const span = { start: run.start(firstGroup), end: run.end(lastGroup) };
  if (evidence.isKnownFormat(span)) return null;

  const whole = firstGroup === 0 && lastGroup === run.size - 1;
  const grouping = groupingOf(run, firstGroup, lastGroup, issuer.breaks);
  const broken = lastGroup > firstGroup;
  // Where a date of expiry follows, the number ends there, whatever digits the run goes on with.
  if (evidence.runsOut(span) && !evidence.speaksAgainst(span, end - start)) return 'whole-run';
  if (!issuer.usual && evidence.namesAnother(span)) return null;
  if (!evidence.speaksFor(span)) {
    if (grouping === 'uneven' || (grouping === 'even' && !whole)) return null;
    if (evidence.speaksAgainst(span, end - start) && !(broken && issuer.usual && grouping === 'printed')) return null;
    if (!issuer.usual && !(broken && grouping === 'printed' && whole && end - start >= 16) && !(whole && evidence.speaksOfPayment(span))) return null;
    if (isFraction(evidence.text, span) || isDialled(evidence.text, span)) return null;
    if (broken && foursAround(run, firstGroup, lastGroup) > foursBeside) return null;
    if (crossesWords(run, firstGroup, lastGroup)) return null;
  }
  if (whole && grouping !== 'uneven') return 'whole-run';
  return issuer.usual && grouping === 'printed' ? 'usual' : 'by-context';
}

/** The digits behind a decimal point. */
function isFraction(text: string, span: Span): boolean {
  return /\p{Nd}[.,]$/u.test(text.slice(Math.max(0, span.start - 3), span.start)) || /(?:^|[\s:,;(=])[.]$/u.test(text.slice(Math.max(0, span.start - 2), span.start));
}

/** A telephone number in international form. */
function isDialled(text: string, span: Span): boolean {
  return /[+\uff0b]\s?$/.test(text.slice(Math.max(0, span.start - 2), span.start));
}

/** The issuer's part of the number: six digits from an index on. */
function prefixAt(digits: readonly number[], start: number): number {
  let prefix = 0;
  for (let index = start; index < start + 6; index++) prefix = prefix * 10 + (digits[index] ?? 0);
  return prefix;
}

/** Groups of four digits next to a candidate and written like it, such as the other cells of a table; a card beside a card is none. */
function foursAround(run: DigitRun, firstGroup: number, lastGroup: number): number {
  const gap = run.gap(lastGroup);
  const isCard = (start: number) => luhnValid(run.digits, start, start + 16) && issuerOf(prefixAt(run.digits, start), 16)?.usual === true;
  let before = 0;
  for (let index = firstGroup - 1; run.length(index) === 4 && run.gap(index + 1) === gap; index--) {
    before++;
    if (before > foursBeside + 1) break;
  }
  if (before >= 4 && isCard(run.first(firstGroup) - 16)) before = 0;
  let after = 0;
  for (let index = lastGroup + 1; run.length(index) === 4 && run.gap(index) === gap; index++) {
    after++;
    if (after > foursBeside + 1) break;
  }
  if (after >= 4 && isCard(run.last(lastGroup))) after = 0;
  return before + after;
}

/** The best candidates that do not overlap, in order. */
function chosen(candidates: readonly Candidate[]): Candidate[] {
  if (candidates.length < 2) return [...candidates];
  const taken: Candidate[] = [];
  const used = new Set<number>();
  for (const rank of ranks) {
    for (const candidate of candidates) {
      if (candidate.rank !== rank) continue;
      let free = true;
      for (let group = candidate.firstGroup; group <= candidate.lastGroup && free; group++) free = !used.has(group);
      if (!free) continue;
      for (let group = candidate.firstGroup; group <= candidate.lastGroup; group++) used.add(group);
      taken.push(candidate);
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

/** Broken at a change of message, the number's parts are masked each for itself. */
function matchOf(run: DigitRun, { firstGroup, lastGroup, start, end, rank }: Candidate): Match {
  const parts: { start: number; end: number }[] = [];
  for (let group = firstGroup; group <= lastGroup; group++) {
    const part = parts.at(-1);
    if (part === undefined || run.gap(group)?.includes(joint) === true) parts.push({ start: run.start(group), end: run.end(group) });
    else part.end = run.end(group);
  }
  return { type: 'card', confidence: confidences[rank], parts, value: written(run.digits, start, end) };
}

function written(digits: readonly number[], start: number, end: number): string {
  let value = '';
  for (let index = start; index < end; index++) value += String.fromCharCode(0x30 + (digits[index] ?? 0));
  return value;
}

const confidences: Readonly<Record<Rank, number>> = { 'whole-run': 0.98, usual: 0.95, 'by-context': 0.9 };
