import { type TopicBits, bitsOf } from '../context/lexicon.ts';
import type { Topic } from '../context/topics.ts';
import { isDigit, isLetter } from '../engine/code.ts';
import { type Detector, type Match, type Reading, leastConfidence } from '../engine/detector.ts';
import type { Span } from '../engine/span.ts';
import type { Token } from '../engine/scan.ts';
import type { FindingType } from '../finding-type.ts';

export type Beginning = number | 'A' | 'AA' | 'AAA' | 'AAAA' | 'AAAAA' | 'letters' | 'two groups of letters';

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
   * in two groups. It is tried only at what begins so.
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

/** A rule with its topics as bits; without a word for it in the whole text, one that needs a word is not tried. */
interface Ready extends IdentifierRule {
  readonly bits: TopicBits;
  readonly needsWord: boolean;
}

export const labelled = 0.97;
export const nearby = 0.85;

/** How sure it is, by what is said around it. A label that says that it is something else is believed. */
export function confidenceOf(reading: Reading, span: Span, topics: readonly Topic[], alone: number, reach?: readonly [number, number]): number {
  const label = reading.context.label(span);
  if (label !== null) return label.some((topic) => topics.includes(topic)) ? labelled : label.includes('reference') || label.includes('card') ? 0 : Math.min(alone, 0.6);
  if (reading.context.near(span, topics, reach?.[0], reach?.[1])) return Math.max(alone, nearby);
  if (alone === 0 || goesOnWithDigits(reading.text, span)) return 0;
  return reading.context.labelBehind(span)?.includes('reference') === true ? 0 : alone;
}

/** Groups of digits before or behind a number written in groups: then it is a piece of something longer, such as a row of a table. */
export function goesOnWithDigits(text: string, { start, end }: Span): boolean {
  if (!/[ ]/.test(text.slice(start, end))) return false;
  return (text.charCodeAt(end) === 0x20 && isDigit(text.charCodeAt(end + 1))) || (text.charCodeAt(start - 1) === 0x20 && isDigit(text.charCodeAt(start - 2)));
}

/** More digits or letters than any rule begins with. */
const mostFirst = 32;

/** Rules by what they begin with, so that few are tried at each token. */
class Rules {
  readonly #byDigits: readonly Ready[][] = Array.from({ length: mostFirst + 1 }, () => []);
  readonly #byLetters: readonly Ready[][] = Array.from({ length: mostFirst + 1 }, () => []);
  readonly #byGroups: Ready[] = [];
  /** Fewer digits than this no rule has. */
  readonly fewest: number;

  constructor(rules: readonly IdentifierRule[]) {
    this.fewest = Math.min(...rules.map(({ digits }) => digits[0]));
    for (const each of rules) {
      const rule = { ...each, bits: bitsOf(each.topics), needsWord: each.alone === 0 };
      for (const begins of rule.begins) {
        if (begins === 'two groups of letters') this.#byGroups.push(rule);
        else if (begins === 'letters') for (const some of this.#byLetters) some.push(rule);
        else if (typeof begins === 'number') this.#byDigits[begins]?.push(rule);
        else this.#byLetters[begins.length]?.push(rule);
      }
    }
  }

  /** @param left digits of the region from the token on. */
  tryAt(reading: Reading, token: Token, left: number, matches: Match[]): void {
    const { text } = reading;
    const startsWithDigit = isDigit(text.charCodeAt(token.start));
    // Digits alone, or digits first and then a letter: 12345678Z.
    if (startsWithDigit) tryAll(reading, this.#byDigits[token.letters === 0 ? token.digits : digitsFrom(text, token.start)] ?? [], token.start, left, matches);
    if (startsWithDigit && token.letters > 0) return;
    // A number may begin with letters, in the token or in a short one before it: "DE 123456789", "AB 12 34 56 C", "ES-12345".
    const start = token.letters > 0 ? token.start : lettersBefore(text, token.start);
    if (start === -1) return;
    tryAll(reading, this.#byLetters[lettersFrom(text, start)] ?? [], start, left, matches);
    const group = this.#byGroups.length === 0 ? -1 : lettersBefore(text, start);
    if (group !== -1) tryAll(reading, this.#byGroups, group, left, matches);
  }
}

export function identifierDetector(name: string, identifierRules: readonly IdentifierRule[]): Detector {
  const rules = new Rules(identifierRules);
  return {
    name,
    detect(reading) {
      const matches: Match[] = [];
      const { text } = reading;
      for (const region of reading.scan.regions) {
        let left = region.digits;
        for (const token of region.tokens) {
          if (left < rules.fewest) break;
          const before = text.charCodeAt(token.start - 1);
          // Digits behind a point, a dash or a slash that follows a digit go on with a number that began before.
          const goesOn = (before === 0x2d || before === 0x2e || before === 0x2f || before === 0x2c) && isDigit(text.charCodeAt(token.start - 2));
          if (!goesOn) rules.tryAt(reading, token, left, matches);
          left -= token.digits;
        }
      }
      return matches;
    },
  };
}

function tryAll(reading: Reading, rules: readonly Ready[], start: number, left: number, matches: Match[]): void {
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index] as Ready;
    if (left >= rule.digits[0] && (!rule.needsWord || reading.context.has(rule.bits))) tryRule(reading, rule, start, matches);
  }
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

function lettersBefore(text: string, start: number): number {
  let at = start - 1;
  const between = text.charCodeAt(at);
  if (between !== 0x20 && between !== 0x2d && between !== 0x2e) return -1;
  while (at > 0 && start - at < 6 && isCapital(text.charCodeAt(at - 1))) at--;
  return at < start - 1 && !isLetter(text.charCodeAt(at - 1)) && !isDigit(text.charCodeAt(at - 1)) ? at : -1;
}

function tryRule(reading: Reading, rule: Ready, start: number, matches: Match[]): void {
  const { text } = reading;
  rule.form.lastIndex = start;
  const match = rule.form.exec(text);
  if (match === null) return;
  const [written] = match;
  const compact = written.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
  if (!rule.valid(compact, written)) return;
  const span = { start, end: start + written.length };
  const confidence = confidenceOf(reading, span, rule.topics, typeof rule.alone === 'number' ? rule.alone : rule.alone(written, compact), rule.reach);
  if (confidence >= leastConfidence) matches.push({ type: rule.type, confidence, parts: [span] });
}

/** A to Z, and the umlauts of German number plates. */
function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code === 0xc4 || code === 0xd6 || code === 0xdc;
}

/** Ends a form: nothing that the number could go on with. */
const end = '(?![0-9A-Za-z]|[-./]\\d)';

export function form(pattern: string): RegExp {
  return new RegExp(`(?:${pattern})${end}`, 'y');
}

export function formAnyCase(pattern: string): RegExp {
  return new RegExp(`(?:${pattern})${end}`, 'iy');
}
