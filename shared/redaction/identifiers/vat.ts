import { luhnValid, mod1110Valid, mod97, weighted } from './checksums.ts';
import { formAnyCase } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

/** VAT numbers by country (European Commission, VIES): how they are written behind the country's letters, and where the check is published and simple, that. `9` is a digit, `A` a letter, `*` either. */
const countries: Readonly<Record<string, { readonly forms: readonly string[]; readonly valid: ((rest: string) => boolean) | null }>> = {
  AT: { forms: ['U99999999'], valid: (rest) => (96 - digitSums(rest.slice(1, 8), 2)) % 10 === Number(rest[8]) },
  BE: { forms: ['9999999999'], valid: (rest) => rest < '2' && 97 - (Number(rest.slice(0, 8)) % 97) === Number(rest.slice(8)) },
  BG: { forms: ['9999999999', '999999999'], valid: null },
  CY: { forms: ['99999999A'], valid: null },
  CZ: { forms: ['9999999999', '999999999', '99999999'], valid: null },
  DE: { forms: ['999999999'], valid: mod1110Valid },
  DK: { forms: ['99999999'], valid: (rest) => weighted(rest, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  EE: { forms: ['999999999'], valid: (rest) => weighted(rest, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  EL: { forms: ['999999999'], valid: null },
  ES: { forms: ['A9999999*', '99999999A'], valid: null },
  FI: { forms: ['99999999'], valid: (rest) => weighted(rest, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0 },
  FR: { forms: ['**999999999'], valid: (rest) => !/^\d{2}/.test(rest) || mod97(`${rest.slice(2)}12`) === Number(rest.slice(0, 2)) },
  GB: { forms: ['999999999999', '999999999'], valid: gbValid },
  HR: { forms: ['99999999999'], valid: mod1110Valid },
  HU: { forms: ['99999999'], valid: null },
  IE: { forms: ['9999999AA', '9999999A', '9A99999A'], valid: null },
  IT: { forms: ['99999999999'], valid: luhnValid },
  LT: { forms: ['999999999999', '999999999'], valid: null },
  LU: { forms: ['99999999'], valid: (rest) => Number(rest.slice(0, 6)) % 89 === Number(rest.slice(6)) },
  LV: { forms: ['99999999999'], valid: null },
  MT: { forms: ['99999999'], valid: (rest) => weighted(rest, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0 },
  NL: { forms: ['999999999B99'], valid: (rest) => weighted(rest, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 || mod97(`NL${rest}`) === 1 },
  PL: { forms: ['9999999999'], valid: (rest) => weighted(rest, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(rest[9]) },
  PT: { forms: ['999999999'], valid: (rest) => (11 - (weighted(rest, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 % 10 === Number(rest[8]) },
  RO: { forms: ['9999999999', '99999999', '9999999', '999999'], valid: null },
  SE: { forms: ['999999999999'], valid: (rest) => rest.endsWith('01') && luhnValid(rest.slice(0, 10)) },
  SI: { forms: ['99999999'], valid: null },
  SK: { forms: ['9999999999'], valid: (rest) => Number(rest) % 11 === 0 },
  XI: { forms: ['999999999'], valid: gbValid },
};

/** Digits, every second one doubled and its digits added, beginning with weight 1. */
function digitSums(digits: string, factor: number): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const product = Number(digits[index]) * (index % 2 === 1 ? factor : 1);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum;
}

function gbValid(rest: string): boolean {
  const sum = weighted(rest, [8, 7, 6, 5, 4, 3, 2]) + Number(rest.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}

function checked(compact: string): boolean {
  const valid = countries[compact.slice(0, 2)]?.valid;
  return compact.startsWith('CHE') || valid === null || valid?.(compact.slice(2)) === true;
}

const classes: Readonly<Record<string, string>> = { '9': '\\d', A: '[A-Z]', '*': '[A-Z0-9]' };
const written = (form: string) => Array.from(form, (character) => classes[character] ?? character).join('[ .-]?');
const eachForm = Object.entries(countries).flatMap(([country, { forms }]) => forms.map((form) => `${country}[ -]{0,3}${written(form)}`));

export const vat: readonly IdentifierRule[] = [
  {
    type: 'vat-id', form: formAnyCase(`(?:CHE[- ]?\\d{3}\\.?\\d{3}\\.?\\d{3}(?: ?(?:MWST|TVA|IVA))?|${eachForm.join('|')})`), begins: ['AA', 'AAA', 'AAAA'], digits: [6, 12], topics: ['vat'], valid: checked,
    // Those without a check are believed with a word only; one with a check stands for itself in capital letters.
    alone: (text, compact) => (compact.startsWith('CHE') ? 0.8 : !/^[A-Z]{2}/.test(text) || countries[compact.slice(0, 2)]?.valid === null ? 0 : 0.85),
  },
];
