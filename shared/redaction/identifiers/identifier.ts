import { type TopicBits, bitsOf } from '../context/lexicon.ts';
import type { Topic } from '../context/topics.ts';
import { isAlphanumeric, isDigit, isLetter } from '../engine/code.ts';
import { type Detector, type Match, type Reading, leastConfidence } from '../engine/detector.ts';
import type { Span } from '../engine/span.ts';
import type { Token } from '../engine/token.ts';
import type { FindingType } from '../finding-type.ts';

export type Beginning = number | 'A' | 'AA' | 'AAA' | 'AAAA' | 'AAAAA' | 'six letters and more' | 'letters' | 'two groups of letters';

/** A number of a known form, with a check of its own or without. */
export interface IdentifierRule {
  readonly type: FindingType;
  /**
   * Sticky, on the normalised text, at the beginning of a token; the whole match is the number. It must not end within
   * letters or digits.
   */
  readonly form: RegExp;
  /**
   * How it can begin: the number of its first digits, or its first letters: so many (`AA`), any number of them, or letters
   * in two groups. It is tried only at what begins so. Behind fewer than five first digits it goes on, three separators away at most, with two more
   * digits or a letter: what does not wakes no rule (`../engine/wake.ts`).
   */
  readonly begins: readonly Beginning[];
  /** Least and most digits. */
  readonly digits: readonly [number, number];
  /** @param compact letters (capital) and digits alone. @param written as it stands. */
  readonly valid: (compact: string, written: string) => boolean;
  readonly topics: readonly Topic[];
  /** How sure it is with no word to speak for it; 0: a word is needed. */
  readonly alone: number | ((written: string, compact: string) => number);
  /** How near a word must be, before and behind, in UTF-16 code units; else as the context has it. */
  readonly reach?: readonly [number, number];
}

export const labelled = 0.97;
export const nearby = 0.85;

/** How sure it is, by what is said around it. A label that says that it is something else is believed. */
export function confidenceOf(reading: Reading, span: Span, topics: readonly Topic[], alone: number, reach?: readonly [number, number]): number {
  const label = reading.context.label(span);
  if (label?.some((topic) => topics.includes(topic)) === true) return labelled;
  if (label !== null) return label.includes('reference') || label.includes('card') || goesOnWithDigits(reading.text, span) ? 0 : Math.min(alone, 0.6);
  if (reading.context.near(span, topics, reach?.[0], reach?.[1])) return Math.max(alone, nearby);
  if (alone === 0 || goesOnWithDigits(reading.text, span)) return 0;
  return reading.context.labelBehind(span)?.includes('reference') === true ? 0 : alone;
}

/** Groups of digits before or behind a number written in groups: then it is a piece of something longer, such as a row of a table. */
export function goesOnWithDigits(text: string, { start, end }: Span): boolean {
  const goesOn = (text.charCodeAt(end) === 0x20 && isDigit(text.charCodeAt(end + 1))) || (text.charCodeAt(start - 1) === 0x20 && isDigit(text.charCodeAt(start - 2)));
  return goesOn && text.slice(start, end).includes(' ');
}

/** More digits or letters than any rule begins with. */
const mostFirst = 32;

interface Named {
  readonly rule: IdentifierRule;
  readonly bits: TopicBits;
}

/** Rules for what begins alike. */
class Alike {
  readonly #alone: IdentifierRule[] = [];
  /** Those that need a word: without one for any of them in the whole text, none is tried. */
  readonly #named: Named[] = [];
  #bits: TopicBits = { low: 0, high: 0 };

  add(rule: IdentifierRule): void {
    if (rule.alone !== 0) this.#alone.push(rule);
    else {
      const bits = bitsOf(rule.topics);
      this.#named.push({ rule, bits });
      this.#bits = { low: this.#bits.low | bits.low, high: this.#bits.high | bits.high };
    }
  }

  /** @param left digits of the region from there on. */
  tryAt(reading: Reading, start: number, left: number, matches: Match[]): void {
    for (let index = 0; index < this.#alone.length; index++) {
      const rule = this.#alone[index] as IdentifierRule;
      if (left >= rule.digits[0]) tryRule(reading, rule, start, matches);
    }
    if (!reading.context.couldSpeak(start, this.#bits)) return;
    for (let index = 0; index < this.#named.length; index++) {
      const { rule, bits } = this.#named[index] as Named;
      if (left >= rule.digits[0] && reading.context.couldSpeak(start, bits)) tryRule(reading, rule, start, matches);
    }
  }
}

const alike = (): Alike => new Alike();

/** Rules by what they begin with, so that few are tried at each token. */
class Rules {
  readonly #byDigits = Array.from({ length: mostFirst + 1 }, alike);
  readonly #byLetters = Array.from({ length: mostFirst + 1 }, alike);
  readonly #byGroups = alike();

  constructor(rules: readonly IdentifierRule[]) {
    for (const rule of rules) {
      for (const begins of rule.begins) {
        if (begins === 'two groups of letters') this.#byGroups.add(rule);
        else if (begins === 'letters') for (const some of this.#byLetters) some.add(rule);
        else if (begins === 'six letters and more') for (const some of this.#byLetters.slice(6)) some.add(rule);
        else if (typeof begins === 'number') this.#byDigits[begins]?.add(rule);
        else this.#byLetters[begins.length]?.add(rule);
      }
    }
  }

  /** @param left digits of the region from the token on. */
  tryAt(reading: Reading, token: Token, left: number, matches: Match[]): void {
    const { text } = reading;
    const startsWithDigit = isDigit(text.charCodeAt(token.start));
    // Digits alone, or digits first and then a letter: 12345678Z.
    if (startsWithDigit) this.#byDigits[token.letters === 0 ? token.digits : digitsFrom(text, token.start)]?.tryAt(reading, token.start, left, matches);
    if (startsWithDigit && token.letters > 0) return;
    // A number may begin with letters, in the token or in a short one before it: "DE 123456789", "AB 12 34 56 C", "ES-12345".
    const start = token.letters > 0 ? token.start : lettersBefore(text, token.start, reading.context.has(insuranceBits) && (token.digits === 2 || token.digits === 6));
    if (start === -1) return;
    this.#byLetters[lettersFrom(text, start)]?.tryAt(reading, start, left, matches);
    const group = lettersBefore(text, start);
    if (group !== -1) this.#byGroups.tryAt(reading, group, left, matches);
  }
}

export function identifierDetector(name: string, identifierRules: readonly IdentifierRule[]): Detector {
  const rules = new Rules(identifierRules);
  return {
    name,
    looksAt: ['identifierTokens'],
    detect(reading) {
      const matches: Match[] = [];
      const { tokens, left } = reading.scan.identifierTokens;
      for (let index = 0; index < tokens.length; index++) rules.tryAt(reading, tokens[index] as Token, left[index] ?? 0, matches);
      return matches;
    },
  };
}

function digitsFrom(text: string, start: number): number {
  let at = start;
  while (at - start < mostFirst && isDigit(text.charCodeAt(at))) at++;
  return at - start;
}

function lettersFrom(text: string, start: number): number {
  let at = start;
  while (at - start < mostFirst && isLetter(text.charCodeAt(at))) at++;
  return at - start;
}

/** Written small and in groups, only where somebody speaks of it: "ni number ab 12 34 56 c". */
const insuranceBits = bitsOf(['nino']);
const smallPair = /(?:^|[^\p{L}\p{N}])[a-z]{2} $/u;

function lettersBefore(text: string, start: number, small = false): number {
  if (small && smallPair.test(text.slice(Math.max(0, start - 4), start))) return start - 3;
  let at = start - 1;
  const between = text.charCodeAt(at);
  if (between !== 0x20 && between !== 0x2d && between !== 0x2e) return -1;
  // In small letters one alone is enough for a NIE: x-1234567-l.
  const last = text.charCodeAt(at - 1);
  if (between === 0x2d && last >= 0x78 && last <= 0x7a) at--;
  else while (at > 0 && start - at < 6 && isCapital(text.charCodeAt(at - 1))) at--;
  return at < start - 1 && !isLetter(text.charCodeAt(at - 1)) && !isDigit(text.charCodeAt(at - 1)) ? at : -1;
}

function tryRule(reading: Reading, rule: IdentifierRule, start: number, matches: Match[]): void {
  const { text } = reading;
  rule.form.lastIndex = start;
  const match = rule.form.exec(text);
  if (match === null) return;
  const [written] = match;
  const compact = compactOf(written);
  if (!rule.valid(compact, written)) return;
  const span = { start, end: start + written.length };
  const confidence = confidenceOf(reading, span, rule.topics, typeof rule.alone === 'number' ? rule.alone : rule.alone(written, compact), rule.reach);
  if (confidence >= leastConfidence) matches.push({ type: rule.type, confidence, parts: [span] });
}

/** Letters, as capitals, and digits alone. */
function compactOf(written: string): string {
  let compact = '';
  let from = 0;
  for (let at = 0; at < written.length; at++) {
    if (isAlphanumeric(written.charCodeAt(at))) continue;
    if (at > from) compact += written.slice(from, at);
    from = at + 1;
  }
  return (from === 0 ? written : compact + written.slice(from)).toUpperCase();
}

/** A to Z, and the umlauts of German number plates. */
function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code === 0xc4 || code === 0xd6 || code === 0xdc;
}
