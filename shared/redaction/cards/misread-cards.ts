import { isAlphanumeric, isDigit } from '../engine/code.ts';
import type { Detector, Match } from '../engine/detector.ts';
import { issuerOf } from './card-issuers.ts';
import { luhnValid } from './luhn.ts';

const sign = '[\\dOoIl]';
/** As cards are printed: four groups of four, or four, six and five. Only there is a letter among digits believed to be one. */
const printed = new RegExp(`${sign}{4}([ .-])(?:${sign}{4}\\1${sign}{4}\\1${sign}{4}|${sign}{6}\\1${sign}{5})(?![\\p{L}\\p{N}]|[.,/-]\\d)`, 'uy');
const firstGroup = 4;
/** More letters than this are a word or a code. */
const mostLetters = 8;

/** Payment cards that are written with letters for the digits that look like them: O for 0, I and l for 1. With those digits issuer and Luhn have to be right. */
export const misreadCards: Detector = {
  name: 'payment cards with letters for digits',
  looksAt: ['regions'],
  digits: 8,
  detect({ text, scan }) {
    const matches: Match[] = [];
    let done = 0;
    for (const { start, end } of scan.tokens) {
      if (start < done || end - start !== firstGroup || !isSeparator(text.charCodeAt(end)) || isAlphanumeric(text.charCodeAt(start - 1))) continue;
      printed.lastIndex = start;
      const written = printed.exec(text)?.[0];
      if (written === undefined) continue;
      const digits = digitsOf(written);
      if (digits.letters === 0 || digits.letters > mostLetters || !luhnValid(digits.values, 0, digits.values.length) || issuerOf(prefixOf(digits.values), digits.values.length)?.usual !== true) continue;
      done = start + written.length;
      matches.push({ type: 'card', confidence: 0.95, parts: [{ start, end: done }], value: digits.values.join('') });
    }
    return matches;
  },
};

function isSeparator(code: number): boolean {
  return code === 0x20 || code === 0x2d || code === 0x2e;
}

function digitsOf(written: string): { readonly values: readonly number[]; readonly letters: number } {
  const values: number[] = [];
  let letters = 0;
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    if (isDigit(code)) values.push(code - 0x30);
    else if (!isSeparator(code)) {
      letters++;
      values.push((code | 0x20) === 0x6f ? 0 : 1);
    }
  }
  return { values, letters };
}

/** The issuer's part: six digits. */
function prefixOf(values: readonly number[]): number {
  let prefix = 0;
  for (let index = 0; index < 6; index++) prefix = prefix * 10 + (values[index] ?? 0);
  return prefix;
}
