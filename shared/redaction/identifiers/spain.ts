import { form, formAnyCase } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Real Decreto 1553/2005: the letter is the number modulo 23; X, Y and Z of a NIE count 0, 1 and 2. */
function dniValid(compact: string): boolean {
  const digits = compact.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
  return letters[Number(digits) % 23] === compact.at(-1) && digits !== '00000000';
}

/** Province (01 to 53, 66 for foreign ones), number, and the two modulo 97; a number below ten million loses its nought. */
function socialSecurityValid(digits: string): boolean {
  const province = Number(digits.slice(0, 2));
  if ((province < 1 || province > 53) && province !== 66) return false;
  const number = Number(digits.slice(2, 10));
  const whole = number < 10_000_000 ? province * 10_000_000 + number : Number(digits.slice(0, 10));
  return whole % 97 === Number(digits.slice(10));
}

export const spain: readonly IdentifierRule[] = [
  {
    type: 'es-dni', form: formAnyCase('(?:\\d{2}[. ]?\\d{3}[. ]?\\d{3}|\\d{1,2}\\.\\d{3}\\.\\d{3}|\\d{7,8}|[XYZ][ -]?\\d{1,2}[. ]?\\d{3}[. ]?\\d{3}|[XYZ][ -]?\\d{7,8})[ -]{0,2}[A-HJ-NP-TV-Z]'),
    begins: [1, 2, 7, 8, 5, 'A'], digits: [7, 8], topics: ['dni'], alone: (text) => (/[a-z]$/.test(text) ? 0 : /[ ]/.test(text) ? 0.7 : 0.93), valid: (compact) => dniValid(compact.length === 8 && /^\d/.test(compact) ? `0${compact}` : compact),
  },
  { type: 'es-ssn', form: form('\\d{2}[ /-]?\\d{7,8}[ /-]?\\d{2}|\\d{2} \\d{4} \\d{4} \\d{2}|\\d{2}[ /-]\\d{8}[ /-]\\d{2}'), begins: [2, 10, 12], digits: [12, 12], topics: ['es-ss'], alone: (text) => (/[ /-]/.test(text) ? 0.8 : 0), valid: (digits) => digits.length === 12 && socialSecurityValid(digits) },
];
