import { form, formAnyCase } from '../identifiers/form.ts';
import type { IdentifierRule } from '../identifiers/identifier.ts';
import { weighted } from '../identifiers/checksums.ts';

/** American Bankers Association: the Federal Reserve's district, and weights 3, 7, 1. */
function abaValid(digits: string): boolean {
  const district = Number(digits.slice(0, 2));
  return ((district >= 1 && district <= 12) || (district >= 21 && district <= 32) || (district >= 61 && district <= 72) || district === 80) && weighted(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0;
}

/** Spain's CCC: bank, branch, two check digits, account; weights are powers of two, modulo 11. */
function cccValid(digits: string): boolean {
  const check = (ten: string) => {
    const value = 11 - (weighted(ten, [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11);
    return value === 11 ? 0 : value === 10 ? 1 : value;
  };
  return check(`00${digits.slice(0, 8)}`) === Number(digits[8]) && check(digits.slice(10)) === Number(digits[9]);
}

/** Numbers of banks and of accounts, by what stands around them. */
export const bankNumbers: readonly IdentifierRule[] = [
  { type: 'bank-routing', form: form('\\d{9}|\\d{4}[ -]\\d{4}[ -]\\d'), begins: [4, 9], digits: [9, 9], topics: ['routing'], alone: 0, valid: abaValid },
  // UK sort code; BLZ; BIC
  { type: 'bank-routing', form: form('\\d{2}([ -])\\d{2}\\1\\d{2}|\\d{6}'), begins: [2, 6], digits: [6, 6], topics: ['routing'], alone: 0, valid: () => true },
  { type: 'bank-routing', form: form('[1-8]\\d{2} ?\\d{3} ?\\d{2}'), begins: [3, 8], digits: [8, 8], topics: ['routing'], alone: 0, valid: () => true },
  { type: 'bank-account', form: form('\\d{4}([ -])\\d{4}\\1\\d{2}\\1\\d{10}|\\d{20}'), begins: [4, 20], digits: [20, 20], topics: ['bank'], alone: (written) => (/[ -]/.test(written) ? 0.85 : 0), valid: cccValid },
  { type: 'bank-account', form: form('\\d{5,17}|\\d{2,4}(?:[ -]\\d{2,4}){1,4}'), begins: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17], digits: [5, 17], topics: ['bank'], alone: 0, reach: [32, 12], valid: (digits, written) => digits.length >= 5 && !/^(?:19|20)\d\d-\d\d-\d\d$|^\d\d-\d\d-(?:19|20)\d\d$|^(?:19|20)\d{2} \d/.test(written) },
  { type: 'bank-account', form: formAnyCase('\\d{5}[ ]?\\d{5}[ ]?[0-9A-Z]{11}[ ]?\\d{2}'), begins: [5, 10], digits: [12, 23], topics: ['bank'], alone: 0, valid: () => true },
];
