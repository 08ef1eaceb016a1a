import { isAlphanumeric } from '../engine/code.ts';
import { form } from '../identifiers/form.ts';

/** National ways of writing a number, each as sure as its punctuation makes it. `alone` 0: only with a word like "call". */
export interface NationalForm {
  readonly pattern: RegExp;
  /** What its first digit can be, and how many digits its first group can have. */
  readonly begins: string;
  readonly group: readonly number[];
  readonly digits: readonly [number, number];
  readonly alone: number;
}

const sep = '[ .-]';
const forms: readonly NationalForm[] = [
  // North America: (415) 555-0132, 415-555-0132, 415.555.0132, 1-800-555-0199
  { pattern: form('1[-. ]\\([2-9]\\d{2}\\)[-. ]{0,2}[2-9]\\d{2}[-. ]?\\d{4}'), begins: '1', group: [1], digits: [11, 11], alone: 0.93 },
  { pattern: form('\\([2-9]\\d{2}\\)[-. ]{0,2}[2-9]\\d{2}[-. ]?\\d{4}'), begins: '23456789', group: [3], digits: [10, 10], alone: 0.93 },
  { pattern: form('1[-. ][2-9]\\d{2}([-. ])[2-9]\\d{2}\\1\\d{4}'), begins: '1', group: [1], digits: [11, 11], alone: 0.85 },
  { pattern: form('[2-9]\\d{2}([-. ])[2-9]\\d{2}\\1\\d{4}'), begins: '23456789', group: [3], digits: [10, 10], alone: 0.8 },
  { pattern: form('[2-9]\\d{2}[-. ]{1,3}[2-9]\\d{2}[-. ]{1,3}\\d{4}'), begins: '23456789', group: [3], digits: [10, 10], alone: 0.6 },
  { pattern: form('1?[2-9]\\d{2}[2-9]\\d{6}'), begins: '123456789', group: [10, 11], digits: [10, 11], alone: 0 },
  // France: 06 39 98 12 34
  { pattern: form(`0[1-9](?:(?:${sep}\\d{2}){4}|(?:/\\d{2}){4})`), begins: '0', group: [2], digits: [10, 10], alone: 0.92 },
  { pattern: form('0[1-9]\\d{8}'), begins: '0', group: [10], digits: [10, 10], alone: 0.6 },
  // United Kingdom: 020 7946 0958, 0161 496 0123, 01632 960123, 07700 900123
  { pattern: form(`\\(?0(?:2\\d\\)?${sep}?\\d{4}${sep}?\\d{4}|1(?:\\d1|1\\d)\\)?${sep}?\\d{3}${sep}?\\d{4}|1\\d{3}\\)?${sep}?\\d{3}${sep}?\\d{2,3}|[38]\\d{2}\\)?${sep}?\\d{3}${sep}?\\d{4}|7\\d{3}\\)?${sep}?\\d{3}${sep}?\\d{3}|7\\d{2}${sep}\\d{4}${sep}\\d{4})`), begins: '0', group: [3, 4, 5, 7, 8, 10, 11], digits: [10, 11], alone: 0.8 },
  // Germany, Austria, Switzerland: 030/901820, 0171 3920012, (089) 1234-567, 0664 123 45 67
  { pattern: form('\\(?0[1-9]\\d{1,4}\\)?(?: ?[/-] ?| )\\d{2,9}(?:[ -]\\d{1,6}){0,4}'), begins: '0', group: [3, 4, 5, 6], digits: [8, 13], alone: 0.75 },
  { pattern: form('01[567]\\d{8,9}|06[5-9]\\d{8,10}|07[6-9]\\d{7}'), begins: '0', group: [10, 11, 12, 13], digits: [10, 13], alone: 0.6 },
  // Spain: 612 345 678, 912 34 56 78, 91 234 56 78
  { pattern: form('[6789]\\d{2}([ -])\\d{3}\\1\\d{3}|[6789]\\d{2}([ .-])\\d{2}\\2\\d{2}\\2\\d{2}|9\\d([ -])\\d{3}\\3\\d{2}\\3\\d{2}'), begins: '6789', group: [2, 3], digits: [9, 9], alone: 0.75 },
  { pattern: form('[6789]\\d{2}[ .]?\\d{3}[ .]?\\d{3}'), begins: '6789', group: [3, 6, 9], digits: [9, 9], alone: 0 },
];
/** More digits than any national form has. */
export const mostNational = 13;
/** By first digit, and by the length of the first group. */
const formsByGroup: readonly (readonly (readonly NationalForm[])[])[] = Array.from('0123456789', (digit) =>
  Array.from({ length: mostNational + 1 }, (_, length) => forms.filter(({ begins, group }) => begins.includes(digit) && group.includes(length))),
);

/** The forms a number can have. @param digit its first. @param together how many digits stand together at its beginning. */
export function nationalForms(digit: number, together: number): readonly NationalForm[] {
  return formsByGroup[digit]?.[together] ?? [];
}

/** Fewer digits than this are no number in international form by themselves. */
const shortestTogether = 4;

/** Whether the first digits of a number in international form are many, or have digits or a bracket next behind them. @param end of the digits. */
export function mayBeInternational(text: string, end: number, digits: number): boolean {
  if (digits >= shortestTogether) return true;
  let at = end;
  while (at < end + 4 && isWithin(text.charCodeAt(at))) at++;
  return isAlphanumeric(text.charCodeAt(at)) || text.charCodeAt(at) === 0x28;
}

/** Space, dash, point, slash, or a closing bracket. */
function isWithin(code: number): boolean {
  return code === 0x20 || (code >= 0x2d && code <= 0x2f) || code === 0x29;
}
