import { mod97 } from './checksums.ts';
import { form, formAnyCase } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

/** NIR: sex, year, month, department (2A and 2B in Corsica count as 19 and 18), commune, order; the key is 97 less the rest modulo 97. */
function nirValid(compact: string): boolean {
  const match = /^([12378])(\d{2})(\d{2})(\d{2}|2A|2B)(\d{6})(\d{2})$/.exec(compact);
  if (match === null) return false;
  const month = Number(match[3]);
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)) return false;
  const number = compact.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - mod97(number) === Number(match[6]);
}

/** Numéro fiscal (SPI): the last three digits are the first ten modulo 511. */
function taxNumberValid(digits: string): boolean {
  return Number(digits.slice(0, 10)) % 511 === Number(digits.slice(10));
}

const s = '[ .-]?';

export const france: readonly IdentifierRule[] = [
  {
    type: 'fr-nir', form: formAnyCase(`[12378]${s}\\d{2}${s}\\d{2}${s}(?:\\d{2}|2[AB])${s}\\d{3}${s}\\d{3}[ .-]{0,3}(?:cl[eé] ?:? ?)?\\d{2}`), begins: [1, 3, 5, 6, 7, 10, 13, 15], digits: [14, 15], topics: ['nir'],
    alone: 0.93, valid: (compact) => nirValid(compact.replace(/CLE|CL/, '')),
  },
  { type: 'fr-tax-id', form: form('[0-3]\\d[ .]?\\d{2}[ .]?\\d{3}[ .]?\\d{3}[ .]?\\d{3}|[0-3]\\d{12}'), begins: [2, 4, 13], digits: [13, 13], topics: ['spi'], alone: (text) => (/^\d\d \d\d \d{3} \d{3} \d{3}$/.test(text) ? 0.8 : 0), valid: taxNumberValid },
];
