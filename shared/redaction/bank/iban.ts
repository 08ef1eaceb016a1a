import { isAlphanumeric, isDigit, isLetter } from '../engine/code.ts';
import type { Detector, Match } from '../engine/detector.ts';
import type { Span } from '../engine/span.ts';

/** Length of an IBAN by country (SWIFT's IBAN registry, ISO 13616). */
const lengths: Readonly<Record<number, string>> = {
  15: 'NO', 16: 'BE', 18: 'DK FI FO GL NL SD FK', 19: 'MK SI', 20: 'AT BA EE KZ LT LU MN XK', 21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA', 23: 'AE GI IL IQ OM SO TL', 24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST', 26: 'IS TR', 27: 'BI DJ FR GR IT MC MR SM', 28: 'AL AZ BY CY DO GT HN HU LB NI PL SV', 29: 'BR EG PS QA UA',
  30: 'JO KW MU YE', 31: 'MT SC', 32: 'LC', 33: 'RU',
};
/** By the country's two letters, `A` being 0; 0: no country has them. */
const lengthOf = new Uint8Array(26 * 26);
/** Countries whose account numbers are digits alone, by the same. */
const isPlain = new Uint8Array(26 * 26);
const placeOf = (country: string) => countryAt(country, 0);
for (const [length, countries] of Object.entries(lengths)) for (const country of countries.split(' ')) lengthOf[placeOf(country)] = Number(length);
for (const country of 'AT BA BE CR CZ DE DK EE EG ES FI FO GL HR HU IL IS LT LY ME MR NO PL PT RS SD SE SI SK ST TL TN VA XK'.split(' ')) isPlain[placeOf(country)] = 1;

const gap = 3;
/** Letters that stand together without a digit in an IBAN that is broken into pieces, and how often. */
const longestLetters = 4;
const mostLetters = 2;

/** The place of two letters in the tables, in any case; beyond them where there are none. */
function countryAt(text: string, at: number): number {
  const first = (text.charCodeAt(at) | 0x20) - 0x61;
  const second = (text.charCodeAt(at + 1) | 0x20) - 0x61;
  return first >= 0 && first < 26 && second >= 0 && second < 26 ? first * 26 + second : lengthOf.length;
}

/**
 * The IBAN that begins at a place, in any case and grouping, or null. Read character by character as far as the country
 * says, so that words behind it are never taken along.
 * @returns where it ends.
 */
export function ibanEnd(text: string, start: number): number | null {
  const country = countryAt(text, start);
  const length = lengthOf[country] ?? 0;
  if (length === 0) return null;
  const plain = isPlain[country] === 1;
  let read = 2;
  let at = start + 2;
  let skipped = 0;
  let words = 0;
  let piece = at;
  let digitAt = start;
  // Modulo 97, the country and its check digits counted last (ISO 13616).
  let remainder = 0;
  let check = 0;
  while (read < length) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      if (read < 4) check = check * 10 + code - 0x30;
      else remainder = (remainder * 10 + code - 0x30) % 97;
      digitAt = at;
      read++;
      skipped = 0;
    } else if (read >= 4 && !plain && isLetter(code)) {
      remainder = (remainder * 100 + valueOf(code)) % 97;
      read++;
      skipped = 0;
    } else if (!isBetween(code) || ++skipped > gap) {
      return null;
    } else {
      // Pieces of letters alone: a bank's, a currency; more or longer ones are words.
      if (at > piece && digitAt < piece && (at - piece > longestLetters || ++words > mostLetters)) return null;
      piece = at + 1;
    }
    at++;
  }
  if (piece > start + 2 && digitAt < piece && at - piece > longestLetters) return null;
  if (isAlphanumeric(text.charCodeAt(at))) return null;
  remainder = (remainder * 100 + valueOf(text.charCodeAt(start))) % 97;
  remainder = (remainder * 100 + valueOf(text.charCodeAt(start + 1))) % 97;
  return (remainder * 100 + check) % 97 === 1 ? at : null;
}

/** A counts 10, B 11, and so on. */
function valueOf(letter: number): number {
  return (letter | 0x20) - 0x61 + 10;
}

/** Space, dash, point, slash, underscore or a line break. */
function isBetween(code: number): boolean {
  return code === 0x20 || code === 0x2d || code === 0x2e || code === 0x2f || code === 0x5f || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x3e;
}

export const ibans: Detector = {
  name: 'IBAN (ISO 13616, modulo 97)',
  looksAt: ['ibanTokens'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    for (const token of scan.ibanTokens.tokens) {
      const start = token.letters > 0 ? token.start : beforeDigits(text, token.start);
      if (start === -1) continue;
      const found = ibanAt(text, start) ?? (token.letters > 2 && !goesOn(text, start) ? gluedEnd(text, token.start, token.end) : null);
      if (found !== null) matches.push({ type: 'iban', confidence: found.start === start ? 0.995 : 0.99, parts: [found] });
    }
    return matches;
  },
};

function ibanAt(text: string, start: number): Span | null {
  const end = ibanEnd(text, start);
  return end === null || goesOn(text, start) ? null : { start, end };
}

/** What stands before belongs to it: the middle of a GUID, the end of a word with an accent. */
const before = /(?:\d[\da-z]{0,14}-|[\u00c0-\u024f])$/iu;

function goesOn(text: string, start: number): boolean {
  const code = text.charCodeAt(start - 1);
  return (code === 0x2d || code >= 0xc0) && before.test(text.slice(Math.max(0, start - 16), start));
}

/** A country's two letters apart from the digits: "DE 89 3704". */
function beforeDigits(text: string, start: number): number {
  for (let at = start - 1; at >= start - gap && at >= 1; at--) {
    if (isBetween(text.charCodeAt(at))) continue;
    return (lengthOf[countryAt(text, at - 1)] ?? 0) > 0 && !/[\p{L}\p{N}]/u.test(text.charAt(at - 2)) ? at - 1 : -1;
  }
  return -1;
}

/** DHL's piece numbers begin with JVGL and JJD: their digits are no bank's, whatever their sum. */
const parcel = /^J[VJ]$/i;

/** Glued to a word: "IBANDE89370400440532013000". */
function gluedEnd(text: string, from: number, to: number): Span | null {
  for (let at = from + 1; at < Math.min(to - 2, from + 24); at++) {
    if (!isDigit(text.charCodeAt(at + 2)) || parcel.test(text.slice(from, at))) continue;
    const end = ibanEnd(text, at);
    if (end !== null) return { start: at, end };
  }
  return null;
}
