import { dateValid, luhnValid, verhoeffValid, weighted } from './checksums.ts';
import { form, formAnyCase } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

const oddValues: Readonly<Record<string, number>> = {};
for (const [index, value] of [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23].entries()) {
  (oddValues as Record<string, number>)[String.fromCharCode(65 + index)] = value;
  if (index < 10) (oddValues as Record<string, number>)[String(index)] = value;
}

/** Decreto ministeriale 23/12/1976: odd and even places count differently, modulo 26; digits may be letters where two people share a code. */
function codiceFiscaleValid(compact: string): boolean {
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const code = compact.charCodeAt(index);
    sum += index % 2 === 0 ? (oddValues[compact[index] ?? ''] ?? 0) : code < 58 ? code - 48 : code - 65;
  }
  return sum % 26 === compact.charCodeAt(15) - 65;
}

/** Wet algemene bepalingen burgerservicenummer: the eleven test, the last digit counting minus one. */
function bsnValid(digits: string): boolean {
  return weighted(digits.padStart(9, '0'), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !/^(\d)\1+$/.test(digits);
}

/** The month has 80, 20, 40 or 60 added for other centuries; weights 1, 3, 7, 9. */
function peselValid(digits: string): boolean {
  const check = (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10;
  return check === Number(digits[10]) && dateValid(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)) % 20);
}

/** 97 less the first nine modulo 97; those born since 2000 have a 2 put in front. */
function belgianValid(digits: string): boolean {
  const number = Number(digits.slice(0, 9));
  const key = Number(digits.slice(9));
  const month = Number(digits.slice(2, 4)) % 20;
  if (month > 12 || Number(digits.slice(4, 6)) > 31) return false;
  return 97 - (number % 97) === key || 97 - ((2_000_000_000 + number) % 97) === key;
}

/** Modulo 11, weights 9 to 2; a remainder below 2 gives 0. */
function portugueseValid(digits: string): boolean {
  const remainder = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (remainder < 2 ? 0 : 11 - remainder) === Number(digits[8]);
}

/** Luhn over ten digits; in a samordningsnummer the day has 60 added. */
function swedishValid(compact: string): boolean {
  const digits = compact.slice(-10);
  const day = Number(digits.slice(4, 6));
  return luhnValid(digits) && dateValid(day > 60 ? day - 60 : day, Number(digits.slice(2, 4)));
}

/** Weights 3, 7, 9 (the check digit), 5, 8, 4, 2, 1, 6, modulo 11; months up to 15 are given where a day is full. */
function austrianValid(digits: string): boolean {
  const check = weighted(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11;
  const day = Number(digits.slice(4, 6));
  const month = Number(digits.slice(6, 8));
  return digits[0] !== '0' && check === Number(digits[3]) && day >= 1 && day <= 31 && month >= 1 && month <= 15;
}

export const otherCountries: readonly IdentifierRule[] = [
  {
    type: 'it-codice-fiscale', form: formAnyCase('[A-Z]{3} ?[A-Z]{3} ?[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2} ?[A-Z][0-9L-NP-V]{3} ?[A-Z]'), begins: ['AAA', 'six letters and more'], digits: [1, 7], topics: ['cf'], alone: 0.95, valid: codiceFiscaleValid,
  },
  { type: 'nl-bsn', form: form('\\d{4}[ .]?\\d{2}[ .]?\\d{3}|\\d{3}[ .-]?\\d{3}[ .-]?\\d{3}|\\d{3}[ .-]?\\d{2}[ .-]?\\d{4}|\\d{8}'), begins: [3, 4, 8, 9], digits: [8, 9], topics: ['bsn'], alone: 0, valid: bsnValid },
  { type: 'pl-pesel', form: form('\\d{6} ?\\d{5}|\\d{6}-\\d{5}'), begins: [6, 11], digits: [11, 11], topics: ['pesel'], alone: 0, valid: peselValid },
  {
    type: 'be-national-number', form: form('\\d{2}[. ]?\\d{2}[. ]?\\d{2}[- ]?\\d{3}[. -]?\\d{2}'), begins: [2, 6, 11], digits: [11, 11], topics: ['be-nn'], alone: (text) => (/^\d\d\.\d\d\.\d\d[- ]\d{3}[.-]\d\d$/.test(text) ? 0.93 : 0), valid: belgianValid,
  },
  { type: 'pt-nif', form: form('[1-35689]\\d{2}[ .]?\\d{3}[ .]?\\d{3}'), begins: [3, 9], digits: [9, 9], topics: ['pt-nif'], alone: 0, valid: portugueseValid },
  { type: 'se-personnummer', form: form('(?:19|20)?\\d{6}[-+ ]?\\d{4}'), begins: [6, 8, 10, 12], digits: [10, 12], topics: ['personnummer'], alone: (text) => (/^(?:\d{6}|(?:19|20)\d{6})[-+]\d{4}$/.test(text) ? 0.8 : 0), valid: swedishValid },
  { type: 'at-social-security', form: form('\\d{4}[ /-]?\\d{2}[ .]?\\d{2}[ .]?\\d{2}'), begins: [4, 10], digits: [10, 10], topics: ['svnr'], alone: (text) => (/^\d{4} \d{6}$/.test(text) ? 0.65 : 0), valid: austrianValid },
  { type: 'in-aadhaar', form: form('[2-9]\\d{3}(?:([ -])\\d{4}\\1|\\d{4})\\d{4}'), begins: [4, 12], digits: [12, 12], topics: ['aadhaar'], alone: (text) => (/^\d{4} \d{4} \d{4}$/.test(text) ? 0.8 : /-/.test(text) ? 0.7 : 0), valid: verhoeffValid },
  { type: 'in-pan', form: formAnyCase('[A-Z]{3}[ABCFGHLJPT][A-Z]\\d{4}[A-Z]'), begins: ['AAAAA'], digits: [4, 4], topics: ['in-pan'], alone: (text) => (text === text.toUpperCase() ? 0.85 : 0), valid: () => true },
];
