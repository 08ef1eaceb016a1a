import { dateValid, mod1110Valid } from './checksums.ts';
import { form, formAnyCase } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

/** Steuer-IdNr. (AO section 139b): eleven digits; among the first ten one stands twice or thrice, and never three in a row. */
function taxIdValid(digits: string): boolean {
  if (digits[0] === '0' || !mod1110Valid(digits)) return false;
  const counts = Array.from({ length: 10 }, () => 0);
  for (const digit of digits.slice(0, 10)) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  const repeated = counts.filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && !/(\d)\1\1/.test(digits.slice(0, 10));
}

/** Weights for the Versicherungsnummer (VKVV section 4), with its letter as two digits; sums of digits are added, modulo 10. */
const insuranceWeights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1] as const;

function insuranceValid(compact: string): boolean {
  const letter = String(compact.charCodeAt(8) - 64).padStart(2, '0');
  const digits = compact.slice(0, 8) + letter + compact.slice(9, 11);
  let sum = 0;
  for (let index = 0; index < 12; index++) {
    const product = Number(digits[index]) * (insuranceWeights[index] ?? 0);
    sum += Math.floor(product / 10) + (product % 10);
  }
  // Where a date is taken by somebody else, the day has 40 or more added.
  const day = Number(compact.slice(2, 4));
  return sum % 10 === Number(compact[11]) && dateValid(day > 31 ? day - 50 : day, Number(compact.slice(4, 6)) || 1);
}

/** ICAO 9303 part 3, weights 7, 3, 1: letters count from 10. */
export function icaoCheck(characters: string): number {
  let sum = 0;
  for (let index = 0; index < characters.length; index++) {
    const code = characters.charCodeAt(index);
    sum += (code < 58 ? code - 48 : code - 55) * ([7, 3, 1][index % 3] ?? 0);
  }
  return sum % 10;
}

/** Serial number: a letter of those used, or T and eight digits before 2010; consonants and digits; the check digit may follow. */
function idCardValid(compact: string): boolean {
  if (compact.length === 10) return icaoCheck(compact.slice(0, 9)) === Number(compact[9]);
  return /\d/.test(compact);
}

export const germany: readonly IdentifierRule[] = [
  { type: 'de-tax-id', form: form('[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}|[1-9]\\d[ /.-]\\d{3}[ /.-]\\d{3}[ /.-]\\d{3}|[1-9]\\d{2} ?\\d{4} ?\\d{4}|[1-9]\\d{10}'), begins: [2, 3, 5, 11], digits: [11, 11], topics: ['de-tax'], alone: (text) => (/^\d\d \d{3} \d{3} \d{3}$/.test(text) ? 0.7 : 0), valid: taxIdValid },
  {
    type: 'de-social-security', form: formAnyCase('\\d{2}[ /.-]?\\d{2} ?\\d{2} ?\\d{2}[ /.-]?[A-Z][ /.-]?\\d{2}[ /.-]?\\d'), begins: [2, 8], digits: [11, 11], topics: ['de-sv', 'svnr'], alone: 0.85, valid: insuranceValid,
  },
  { type: 'de-id-card', form: formAnyCase('[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\\d?(?:D(?![A-Z]))?'), begins: ['letters'], digits: [1, 10], topics: ['id-card'], alone: 0, valid: (compact) => idCardValid(compact.replace(/D$/, '')) },
];
