import type { Detector, Match } from '../engine/detector.ts';
import { mod97 } from '../identifiers/checksums.ts';

/** Length of an IBAN by country (SWIFT's IBAN registry, ISO 13616). */
const lengths: Readonly<Record<number, string>> = {
  15: 'NO', 16: 'BE', 18: 'DK FI FO GL NL SD FK', 19: 'MK SI', 20: 'AT BA EE KZ LT LU MN XK', 21: 'CH HR LI LV',
  22: 'BG BH CR DE GB GE IE ME RS VA', 23: 'AE GI IL IQ OM SO TL', 24: 'AD CZ ES MD PK RO SA SE SK TN VG',
  25: 'LY PT ST', 26: 'IS TR', 27: 'BI DJ FR GR IT MC MR SM', 28: 'AL AZ BY CY DO GT HN HU LB NI PL SV', 29: 'BR EG PS QA UA',
  30: 'JO KW MU YE', 31: 'MT SC', 32: 'LC', 33: 'RU',
};
const lengthOf = new Map(Object.entries(lengths).flatMap(([length, countries]) => countries.split(' ').map((country) => [country, Number(length)] as const)));

/** Countries whose account numbers are digits alone. */
const digitsOnly = new Set('AT BA BE CR CZ DE DK EE EG ES FI FO GL HR HU IL IS LT LY ME MR NO PL PT RS SD SE SI SK ST TL TN VA XK'.split(' '));

const gap = 3;

/**
 * The IBAN that begins at a place, in any case and grouping, or null. Read character by character as far as the country
 * says, so that words behind it are never taken along.
 * @returns where it ends.
 */
export function ibanEnd(text: string, start: number): number | null {
  const country = text.slice(start, start + 2).toUpperCase();
  const length = lengthOf.get(country);
  if (length === undefined) return null;
  const plain = digitsOnly.has(country);
  let compact = country;
  let at = start + 2;
  let skipped = 0;
  while (compact.length < length) {
    const code = text.charCodeAt(at);
    const alphanumeric = (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (alphanumeric && ((compact.length >= 4 && !plain) || code <= 0x39)) {
      compact += text[at];
      skipped = 0;
    } else if (!isBetween(code) || ++skipped > gap) {
      return null;
    }
    at++;
  }
  const next = text.charCodeAt(at);
  if ((next >= 0x30 && next <= 0x39) || (next >= 0x41 && next <= 0x5a) || (next >= 0x61 && next <= 0x7a)) return null;
  compact = compact.toUpperCase();
  return mod97(compact.slice(4) + compact.slice(0, 4)) === 1 ? at : null;
}

/** Space, dash, point, slash, underscore or a line break. */
function isBetween(code: number): boolean {
  return code === 0x20 || code === 0x2d || code === 0x2e || code === 0x2f || code === 0x5f || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x3e;
}

export const ibans: Detector = {
  name: 'IBAN (ISO 13616, modulo 97)',
  detect({ text, scan }) {
    const matches: Match[] = [];
    for (const { tokens, digits } of scan.regions) {
      if (digits < 8) continue;
      for (const token of tokens) {
        const start = token.letters > 0 ? token.start : beforeDigits(text, token.start);
        if (start === -1 || goesOn.test(text.slice(Math.max(0, start - 16), start))) continue;
        const end = ibanEnd(text, start) ?? (token.letters > 2 ? gluedEnd(text, token.start, token.end) : null);
        if (end === null) continue;
        if (typeof end === 'number') matches.push({ type: 'iban', confidence: 0.995, parts: [{ start, end }] });
        else matches.push({ type: 'iban', confidence: 0.99, parts: [end] });
      }
    }
    return matches;
  },
};

/** What stands before belongs to it: the middle of a GUID, the end of a word with an accent. */
const goesOn = /(?:\d[\da-z]{0,14}-|[\u00c0-\u024f])$/iu;

/** A country's two letters apart from the digits: "DE 89 3704". */
function beforeDigits(text: string, start: number): number {
  for (let at = start - 1; at >= start - gap && at >= 1; at--) {
    const code = text.charCodeAt(at);
    if (isBetween(code)) continue;
    return /[A-Za-z]{2}/.test(text.slice(at - 1, at + 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(at - 2)) ? at - 1 : -1;
  }
  return -1;
}

/** Glued to a word: "IBANDE89370400440532013000". */
function gluedEnd(text: string, from: number, to: number): { readonly start: number; readonly end: number } | null {
  for (let at = from + 1; at < Math.min(to - 2, from + 24); at++) {
    const code = text.charCodeAt(at + 2);
    if (code < 0x30 || code > 0x39) continue;
    const end = ibanEnd(text, at);
    if (end !== null) return { start: at, end };
  }
  return null;
}
