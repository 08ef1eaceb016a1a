import { type Hit, labelWord, letterFold, numeralWord, phraseAt, secretWord, seedWord, slotOf, wordKinds } from '../context/lexicon.ts';

/** Letters and digits that touch, with at least one digit or of some length. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  readonly letters: number;
}

/** Tokens with digits that stand so close that they may be one number. */
export interface Region {
  readonly start: number;
  readonly end: number;
  readonly digits: number;
  readonly tokens: readonly Token[];
}

/** One reading of a text that tells the detectors where there is anything for them: what none of them lists, none looks at. */
export interface Scan {
  readonly regions: readonly Region[];
  /** Tokens of `longToken` characters and more. */
  readonly longTokens: readonly Token[];
  /** Words of the lexicon. */
  readonly hits: readonly Hit[];
  /** Words that may be labels of passwords and codes. */
  readonly secretWords: readonly { readonly start: number; readonly end: number }[];
  /** Words that may be numerals. */
  readonly numerals: readonly { readonly start: number; readonly end: number }[];
  /** Where runs of words begin that may all be of a seed phrase. */
  readonly seedRuns: readonly number[];
  /** Places of `@`, of `://`, of `-----` and of `::` or a colon between hexadecimal digits. */
  readonly ats: readonly number[];
  readonly links: readonly number[];
  readonly dashes: readonly number[];
  readonly colons: readonly number[];
  readonly degrees: readonly number[];
}

export const longToken = 16;
/** Most characters between two tokens of a region. */
const longestGap = 6;
const shortestSeed = 12;
/** Fewer words than this are no spoken number. */
export const fewestNumerals = 3;

const none = 0;
const digit = 1;
const letter = 2;
const at = 3;
const colon = 4;
const dash = 5;
const degree = 6;

/** What each character is, by code; letters of other scripts are letters. */
const kinds = new Uint8Array(0x10000);
for (let code = 0; code < letterFold.length; code++) if (letterFold[code] !== 0) kinds[code] = letter;
for (let code = 0x30; code <= 0x39; code++) kinds[code] = digit;
kinds[0x40] = at;
kinds[0x3a] = colon;
kinds[0x2d] = dash;
kinds[0xb0] = degree;

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}

/** Linear in the length of what is read: each character is read once. @param windows what is read, in order and apart; they cut no number in two. */
export function scan(text: string, windows: readonly { readonly start: number; readonly end: number }[]): Scan {
  const tokens: Token[] = [];
  const longTokens: Token[] = [];
  const hits: Hit[] = [];
  const secretWords: { start: number; end: number }[] = [];
  const numerals: { start: number; end: number }[] = [];
  const seedRuns: number[] = [];
  const ats: number[] = [];
  const links: number[] = [];
  const dashes: number[] = [];
  const colons: number[] = [];
  const degrees: number[] = [];
  let seedStart = 0;
  let wordsDone = 0;
  const size = text.length;
  for (const window of windows) {
    const length = window.end;
    let seedRun = 0;
    let index = window.start;
    while (index < length) {
      let unit = text.charCodeAt(index);
      let kind = kinds[unit];
      if (kind === none) {
        index++;
        continue;
      }
      if (kind === letter || kind === digit) {
        const start = index;
        let digits = 0;
        do {
          if (kind === digit) {
            digits++;
            index++;
            unit = index < size ? text.charCodeAt(index) : 0;
            kind = kinds[unit];
            continue;
          }
          const from = index;
          let hash = 0;
          do {
            hash = (Math.imul(hash, 31) + (letterFold[unit] ?? 0)) | 0;
            index++;
            unit = index < size ? text.charCodeAt(index) : 0;
            kind = kinds[unit];
          } while (kind === letter);
          const word = wordKinds[slotOf(hash)] ?? 0;
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
        } while (kind === letter || kind === digit);
        if (digits > 0) tokens.push({ start, end: index, digits, letters: index - start - digits });
        if (index - start >= longToken) longTokens.push({ start, end: index, digits, letters: index - start - digits });
        continue;
      }
      if (kind === at) {
        ats.push(index);
      } else if (kind === colon) {
        const next = text.charCodeAt(index + 1);
        if (next === 0x2f && text.charCodeAt(index + 2) === 0x2f) links.push(index);
        else if (next === 0x3a || (isHex(next) && index > 0 && isHex(text.charCodeAt(index - 1)))) colons.push(index);
      } else if (kind === dash) {
        if (text.charCodeAt(index + 1) === 0x2d && text.startsWith('-----', index)) {
          dashes.push(index);
          const first = index;
          while (text.charCodeAt(index + 1) === 0x2d) index++;
          // The end of one armour's line and the beginning of the next may touch.
          if (index - 4 > first) dashes.push(index - 4);
        }
      } else {
        degrees.push(index);
      }
      index++;
    }
  }
  return { regions: regionsOf(tokens), longTokens, hits, secretWords, numerals, seedRuns, ats, links, dashes, colons, degrees };
}

/** Whether no detector has anything to look at. Fewer than three numerals are no spoken number. */
export function isEmpty({ regions, longTokens, secretWords, numerals, seedRuns, ats, links, dashes, colons, degrees }: Scan): boolean {
  if (numerals.length >= fewestNumerals) return false;
  return regions.length + longTokens.length + secretWords.length + seedRuns.length + ats.length + links.length + dashes.length + colons.length + degrees.length === 0;
}

/** Tokens in order, by how near they stand. */
export function regionsOf(tokens: readonly Token[]): Region[] {
  const regions: Region[] = [];
  let from = 0;
  let digits = 0;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const next = tokens[index + 1];
    digits += token.digits;
    if (next !== undefined && next.start - token.end <= longestGap) continue;
    const inside = from === 0 && next === undefined ? tokens : tokens.slice(from, index + 1);
    regions.push({ start: inside[0]?.start ?? 0, end: token.end, digits, tokens: inside });
    from = index + 1;
    digits = 0;
  }
  return regions;
}
