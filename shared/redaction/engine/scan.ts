import { type Hit, labelWord, letterFold, numeralWord, phraseAt, secretWord, seedWord, slotOf, wordKinds } from '../context/lexicon.ts';
import { isHexDigit } from './code.ts';
import type { Span } from './span.ts';
import type { Token } from './token.ts';
import { type Wakes, Waking } from './wake.ts';

/** Tokens with digits that stand so close that they may be one number. */
export interface Region {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  /** How many tokens it has. */
  readonly size: number;
}

/** What a scan lists. */
interface Lists {
  readonly regions: readonly Region[];
  /** Tokens of `longToken` characters and more. */
  readonly longTokens: readonly Token[];
  /** Words that may be labels of passwords, codes and keys. */
  readonly secretWords: readonly Span[];
  /** Words that may be numerals. */
  readonly numerals: readonly Span[];
  /** Where runs of words begin that may all be of a seed phrase. */
  readonly seedRuns: readonly number[];
  /** Places of `@` and of `(at)` or `[at]`, of `://`, of `-----`, of `::` or a colon between hexadecimal digits, and of `°`. */
  readonly ats: readonly number[];
  readonly links: readonly number[];
  readonly dashes: readonly number[];
  readonly colons: readonly number[];
  readonly degrees: readonly number[];
}
export type ListName = keyof Lists | keyof Wakes;

/** One reading of a text that tells the detectors where there is anything for them: what none of them lists, none looks at. */
export interface Scan extends Lists, Wakes {
  /** Those of all regions, in order. */
  readonly tokens: readonly Token[];
  /** Words of the lexicon. */
  readonly hits: readonly Hit[];
  /** Which of the lists hold anything, as bits; numerals only where they are enough for a spoken number. */
  readonly holds: number;
  /** Digits of the region that has most of them. */
  readonly mostDigits: number;
}

const bits: Readonly<Record<ListName, number>> = {
  regions: 1, longTokens: 2, secretWords: 4, numerals: 8, seedRuns: 16, ats: 32, links: 64, dashes: 128, colons: 256, degrees: 512,
  ibanTokens: 1 << 10, phoneTokens: 1 << 11, identifierTokens: 1 << 12, streetTokens: 1 << 13, networkTokens: 1 << 14, positionTokens: 1 << 15,
};
export const regionsBit = bits.regions;

export function bitsOfLists(names: readonly ListName[]): number {
  return names.reduce((before, name) => before | bits[name], 0);
}

/** @param text that is scanned. @param tokens with digits, in order. */
export function scanOf(text: string, tokens: readonly Token[], lists: Omit<Lists, 'regions'>, hits: readonly Hit[]): Scan {
  const { longTokens, secretWords, numerals, seedRuns, ats, links, dashes, colons, degrees } = lists;
  const waking = new Waking(text);
  const regions = regionsOf(tokens, waking);
  const { ibanTokens, phoneTokens, identifierTokens, streetTokens, networkTokens, positionTokens } = waking;
  let mostDigits = 0;
  for (let index = 0; index < regions.length; index++) mostDigits = Math.max(mostDigits, regions[index]?.digits ?? 0);
  const holds =
    (regions.length > 0 ? bits.regions : 0) | (longTokens.length > 0 ? bits.longTokens : 0) | (secretWords.length > 0 ? bits.secretWords : 0) | (numerals.length >= fewestNumerals ? bits.numerals : 0) |
    (seedRuns.length > 0 ? bits.seedRuns : 0) | (ats.length > 0 ? bits.ats : 0) | (links.length > 0 ? bits.links : 0) | (dashes.length > 0 ? bits.dashes : 0) | (colons.length > 0 ? bits.colons : 0) |
    (degrees.length > 0 ? bits.degrees : 0) | (ibanTokens.tokens.length > 0 ? bits.ibanTokens : 0) | (phoneTokens.tokens.length > 0 ? bits.phoneTokens : 0) |
    (identifierTokens.tokens.length > 0 ? bits.identifierTokens : 0) | (streetTokens.tokens.length > 0 ? bits.streetTokens : 0) | (networkTokens.tokens.length > 0 ? bits.networkTokens : 0) |
    (positionTokens.tokens.length > 0 ? bits.positionTokens : 0);
  return {
    tokens, regions, longTokens, secretWords, numerals, seedRuns, ats, links, dashes, colons, degrees, ibanTokens, phoneTokens, identifierTokens, streetTokens, networkTokens, positionTokens, hits, holds, mostDigits,
  };
}

export const longToken = 16;
/** Most characters between two tokens of a region. */
const longestGap = 6;
const shortestSeed = 12;
/** Kinds of words that a scan does something about. */
const readWords = labelWord | seedWord | numeralWord | secretWord;
/** Fewer words than this are no spoken number. */
export const fewestNumerals = 3;

const none = 0;
const digit = 1;
const at = 2;
const colon = 3;
const dash = 4;
const degree = 5;
const bracket = 6;

/** What each character is, by code: one of the above, or of a letter what it is without case and accent, which is more than any of them. */
const classes = new Uint16Array(0x10000);
classes.set(letterFold);
for (let code = 0x30; code <= 0x39; code++) classes[code] = digit;
classes[0x40] = at;
classes[0x3a] = colon;
classes[0x2d] = dash;
classes[0xb0] = degree;
classes[0x28] = bracket;
classes[0x5b] = bracket;

/** Linear in the length of what is read: each character is read once. @param windows what is read, in order and apart; they cut no number in two. */
export function scan(text: string, windows: readonly Span[]): Scan {
  const tokens: Token[] = [];
  const longTokens: Token[] = [];
  const hits: Hit[] = [];
  const secretWords: Span[] = [];
  const numerals: Span[] = [];
  const seedRuns: number[] = [];
  const ats: number[] = [];
  const links: number[] = [];
  const dashes: number[] = [];
  const colons: number[] = [];
  const degrees: number[] = [];
  let seedStart = 0;
  let wordsDone = 0;
  const size = text.length;
  for (let each = 0; each < windows.length; each++) {
    const { start: begin, end: length } = windows[each] as Span;
    let seedRun = 0;
    let index = begin;
    while (index < length) {
      let kind = classes[text.charCodeAt(index)] ?? none;
      if (kind === none) {
        index++;
        continue;
      }
      if (kind > bracket || kind === digit) {
        const start = index;
        let digits = 0;
        do {
          if (kind === digit) {
            do {
              digits++;
              index++;
              kind = index < size ? (classes[text.charCodeAt(index)] ?? none) : none;
            } while (kind === digit);
            if (kind <= bracket) break;
          }
          const from = index;
          let hash = 0;
          do {
            hash = (Math.imul(hash, 31) + kind) | 0;
            index++;
            kind = index < size ? (classes[text.charCodeAt(index)] ?? none) : none;
          } while (kind > bracket);
          const word = wordKinds[slotOf(hash)] ?? 0;
          if ((word & readWords) === 0) {
            seedRun = 0;
            continue;
          }
          if ((word & seedWord) !== 0 && digits === 0) {
            if (seedRun === 0) seedStart = from;
            seedRun++;
            if (seedRun === shortestSeed) seedRuns.push(seedStart);
          } else {
            seedRun = 0;
          }
          if ((word & labelWord) !== 0 && from >= wordsDone) {
            const hit = phraseAt(text, from, index, hash);
            if (hit !== null) {
              hits.push(hit);
              wordsDone = hit.end;
            }
          }
          if ((word & secretWord) !== 0 && digits === 0 && kind !== digit) secretWords.push({ start: from, end: index });
          if ((word & numeralWord) !== 0) numerals.push({ start: from, end: index });
        } while (kind === digit);
        if (digits > 0) {
          const token = { start, end: index, digits, letters: index - start - digits };
          tokens.push(token);
          if (index - start >= longToken) longTokens.push(token);
        } else if (index - start >= longToken) {
          longTokens.push({ start, end: index, digits, letters: index - start });
        }
        continue;
      }
      if (kind === at) {
        ats.push(index);
      } else if (kind === colon) {
        const next = text.charCodeAt(index + 1);
        if (next === 0x2f && text.charCodeAt(index + 2) === 0x2f) links.push(index);
        else if (next === 0x3a || (isHexDigit(next) && index > 0 && isHexDigit(text.charCodeAt(index - 1)))) colons.push(index);
      } else if (kind === dash) {
        if (text.charCodeAt(index + 1) === 0x2d && text.startsWith('-----', index)) {
          dashes.push(index);
          const first = index;
          while (text.charCodeAt(index + 1) === 0x2d) index++;
          // The end of one armour's line and the beginning of the next may touch.
          if (index - 4 > first) dashes.push(index - 4);
        }
      } else if (kind === degree) {
        degrees.push(index);
      } else if (isBracketedAt(text, index)) {
        ats.push(index);
      }
      index++;
    }
  }
  return scanOf(text, tokens, { longTokens, secretWords, numerals, seedRuns, ats, links, dashes, colons, degrees }, hits);
}

/** "(at)" or "[at]", as the sign is written where no machine shall read it. */
function isBracketedAt(text: string, start: number): boolean {
  const end = text.charCodeAt(start + 3);
  return (end === 0x29 || end === 0x5d) && (text.charCodeAt(start + 1) | 0x20) === 0x61 && (text.charCodeAt(start + 2) | 0x20) === 0x74;
}

/** Tokens in order, by how near they stand. */
function regionsOf(tokens: readonly Token[], waking: Waking): Region[] {
  const regions: Region[] = [];
  let from = 0;
  let digits = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const next = tokens[index + 1];
    digits += token.digits;
    if (next !== undefined && next.start - token.end <= longestGap) continue;
    waking.region(tokens, from, index + 1, digits);
    regions.push({ start: (tokens[from] as Token).start, end: token.end, digits, size: index + 1 - from });
    from = index + 1;
    digits = 0;
  }
  return regions;
}
