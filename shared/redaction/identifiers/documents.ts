import type { IdentifierRule } from './identifier.ts';
import { form, formAnyCase } from './form.ts';
import { luhnValid } from './checksums.ts';

/** A document's number has digits; a plain word is none. */
function mixed(compact: string): boolean {
  return compact.replace(/\D/g, '').length >= 2;
}

/** Germany's alphabet for passports has no vowels and nothing that looks like a digit; nine characters, of which one may be the only digit. */
function germanPassport(compact: string): boolean {
  return /^[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{8}$/.test(compact) && /\d/.test(compact);
}

/** KVNR: a letter and nine digits, the last a Luhn check over all of them, with the letter as its place in the alphabet. */
function kvnrValid(compact: string): boolean {
  const letter = String(compact.charCodeAt(0) - 64).padStart(2, '0');
  let sum = 0;
  const digits = letter + compact.slice(1, 9);
  for (let index = 0; index < digits.length; index++) {
    const product = Number(digits[index]) * (index % 2 === 0 ? 1 : 2);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === Number(compact[9]);
}

/** DVLA: surname, decade, month (50 more for women), day, year, initials, and what makes it unique. */
const british = '[A-Z9]{5}\\d[0156]\\d[0-3]\\d{2}[A-Z9]{2}[A-Z0-9]{3}(?: ?\\d{2})?';

/** Numbers without a public check, known by what stands around them. */
export const documents: readonly IdentifierRule[] = [
  // ICAO 9303: up to nine letters and digits.
  { type: 'passport', form: formAnyCase('[A-Z]{1,3}[ -]?\\d{5,8}[A-Z]?|[A-Z]\\d{2}[A-Z]{2}\\d{5}|[A-Z][A-Z0-9]{8}\\d?|[A-Z0-9]{9}'), begins: ['letters', 1, 2, 3, 4, 5], digits: [1, 9], topics: ['passport'], alone: 0, valid: (compact, written) => compact.length >= 6 && (mixed(compact) || germanPassport(written)) && !/^\d{1,4}X\d/.test(compact) },
  { type: 'passport', form: form('\\d{9}|\\d{3} \\d{3} \\d{3}|\\d{8}|\\d{2} ?\\d{7}|\\d{2}[A-Z]{2}\\d{5}'), begins: [2, 3, 8, 9], digits: [7, 9], topics: ['passport'], alone: 0, valid: () => true },
  { type: 'driving-licence', form: formAnyCase(british), begins: ['A', 'AA', 'AAA', 'AAAA', 'AAAAA'], digits: [7, 12], topics: ['licence'], alone: 0.9, valid: (compact) => compact.length >= 16 },
  {
    type: 'driving-licence', form: formAnyCase('[A-Z]{1,3}[ -]?\\d{3,4}[ -]?\\d{3,4}(?:[ -]?\\d{2,5}){0,2}|[A-Z]\\d{3}(?:-\\d{2,4}){2,3}(?:-\\d)?|[A-Z]\\d{5,14}|[A-Z0-9]{2}\\d{2}[A-Z0-9]{5,8}|[A-Z]{2}\\d{2}[A-Z0-9 -]{0,1}\\d{7,11}|[A-Z][A-Z0-9]{6,13}'),
    begins: ['letters', 1, 2, 3, 4, 5, 6, 7], digits: [3, 15], topics: ['licence'], alone: 0, valid: (compact) => compact.length >= 6 && /\d{2}/.test(compact),
  },
  { type: 'driving-licence', form: form('\\d{2}[A-Z]{2}\\d{5}|\\d{7,12}|\\d{2} ?\\d{2} ?\\d{6,8}|\\d{3}[ -]\\d{3}[ -]\\d{3}|\\d{8}-?[A-Z]'), begins: [2, 3, 7, 8, 9, 10, 11, 12], digits: [7, 12], topics: ['licence'], alone: 0, valid: () => true },
  // Germany's health insurance number; with its check it is believed on its own in capital letters, where it is not glued to anything.
  { type: 'health-insurance', form: formAnyCase('[A-Z] ?\\d{3} ?\\d{3} ?\\d{3}'), begins: ['A'], digits: [9, 9], topics: ['health'], alone: (written) => (/^[A-Z]\d{9}$/.test(written) ? 0.55 : 0), valid: kvnrValid },
  // Medicare beneficiary identifier (CMS): no S, L, O, I, B, Z.
  {
    type: 'health-insurance', form: formAnyCase('[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\\d-?[AC-HJKMNP-RT-Y]{2}\\d{2}'), begins: [1], digits: [5, 7], topics: ['health'], alone: (written) => (/-/.test(written) ? 0.85 : 0.6), valid: () => true,
  },
  // European card, other insurers' and regions' numbers.
  { type: 'health-insurance', form: form('80\\d{18}|8027600\\d{13}'), begins: [20], digits: [20, 20], topics: ['health'], alone: (written) => (luhnValid(written) ? 0.8 : 0.6), valid: () => true },
  { type: 'health-insurance', form: formAnyCase('[A-Z]{4} ?\\d{10}|[A-Z]{1,4}[ -]?\\d{6,12}[A-Z]?|[A-Z]{2,10}\\d{6,12}|\\d{6,13}|\\d{2}[ -]\\d{3}[ -]\\d{3}[ -]\\d{2,4}|\\d{3}[ -]\\d{3}[ -]\\d{3,4}|[A-Z]{1,3}\\d{3}[A-Z]\\d{5,8}'), begins: ['letters', 2, 3, 6, 7, 8, 9, 10, 11, 12, 13], digits: [6, 13], topics: ['health'], alone: 0, valid: () => true },
];

/** France since 2009, the United Kingdom since 2001: whole, whatever word their first letters might be. */
const whole = /^[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}$|^[A-Z]{2}\d{2}[ -]?[A-Z]{3}$/i;

/** Number plates, by context alone: what the large countries give out. */
export const plates: readonly IdentifierRule[] = [
  {
    type: 'vehicle-plate',
    form: formAnyCase('[A-ZÄÖÜ]{1,3}[ -]{1,3}[A-Z]{1,2}[ -]?\\d{1,4}[EH]?|[A-Z]{2}\\d{2}[ -]?[A-Z]{3}|[A-Z]{2}[ -]?\\d{3}[ -]?[A-Z]{2}|[A-Z]{1,3}[ -]?\\d{3,4}|[A-Z]\\d{1,3}[ -]?[A-Z]{3}|[A-Z]{1,2}[ -]\\d{3,5}[ -]?[A-Z]{1,3}|[A-Z]{3}[ -]?\\d{4}|[A-Z]{1,3}[ -]?\\d{5,6}'),
    begins: ['letters', 'two groups of letters'], digits: [1, 6], topics: ['plate'], alone: 0, reach: [48, 24], valid: (compact, written) => compact.length >= 4 && (whole.test(written) || !/^(?:MODEL|NO|NR|RFC|ISO|EU|DIN|MAY|JUN|JUL|JAN|FEB|MAR|APR|AUG|SEP|OCT|NOV|DEC)[ -]?\d/i.test(written)),
  },
  { type: 'vehicle-plate', form: formAnyCase('\\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|\\d[A-Z]{3}\\d{3}|\\d{1,4}[ -]?[A-Z]{2,3}[ -]?\\d{2,3}|\\d{3}[ -]?[A-Z]{3}'), begins: [1, 2, 3, 4], digits: [3, 6], topics: ['plate'], alone: 0, reach: [48, 24], valid: () => true },
];
