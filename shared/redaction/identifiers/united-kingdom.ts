import { weighted } from './checksums.ts';
import { form, formAnyCase } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

/** HMRC's NIM39110: letters D, F, I, Q, U, V never, O not second, and some prefixes are not used. QQ stands in examples: with a word only. */
function ninoValid(compact: string): boolean {
  return /^(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])\d{6}[A-D]$/.test(compact) && !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(compact);
}

/** NHS number: weights 10 to 2, modulo 11; a check digit of 10 is not given out. */
function nhsValid(digits: string): boolean {
  const check = (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return check < 10 && check === Number(digits[9]) && !/^(\d)\1{9}$/.test(digits);
}

const utrChecks = '21987654321';

/** Unique taxpayer reference: the first digit checks the nine behind it, modulo 11. */
function utrValid(digits: string): boolean {
  return utrChecks[weighted(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] === digits[0];
}

export const unitedKingdom: readonly IdentifierRule[] = [
  { type: 'uk-nino', form: formAnyCase('[A-Z]{2}[ -]{0,2}\\d{2}[ -]{0,2}\\d{2}[ -]{0,2}\\d{2}[ -]{0,2}[A-D]'), begins: ['AA'], digits: [6, 6], topics: ['nino'], alone: (text) => (/^qq/i.test(text) ? 0 : /[a-z]/.test(text) ? 0.6 : 0.9), valid: ninoValid },
  { type: 'uk-nhs', form: form('\\d{3}[ -]?\\d{3}[ -]?\\d{4}'), begins: [3, 10, 6], digits: [10, 10], topics: ['nhs'], alone: 0, valid: nhsValid },
  { type: 'uk-utr', form: form('\\d{5} ?\\d{5}'), begins: [5, 10], digits: [10, 10], topics: ['utr'], alone: 0, valid: utrValid },
];
