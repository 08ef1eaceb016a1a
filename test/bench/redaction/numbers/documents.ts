import type { Dice } from '../random.ts';
import { icaoDigit, letterValue, weightedCrossSum } from './check-digits.ts';
import { birthday, two } from './dates.ts';

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** No vowels and nothing that looks like a digit: German documents. */
const german = 'CFGHJKLMNPRTVWXYZ0123456789';

function germanSerial(dice: Dice, first: string): string {
  const serial = `${dice.from(first, 1)}${dice.from(german, 4)}${dice.digits(1)}${dice.from(german, 2)}${dice.digits(1)}`;
  return dice.oneIn(2) ? serial : serial + icaoDigit(serial);
}

/** Serial of the German identity card, with the check digit (ICAO 9303) in half of the cases. */
export const deIdCard = (dice: Dice): string => germanSerial(dice, 'LMNPRTVWXY');

/** By country; only with a word that says what it is, since most have no check digit. */
export const passports: Readonly<Record<string, (dice: Dice) => string>> = {
  us: (dice) => dice.pick([`${dice.from('ACX', 1)}${dice.digits(8)}`, `${dice.between(1, 9)}${dice.digits(8)}`]),
  uk: (dice) => `${dice.between(1, 9)}${dice.digits(8)}`,
  de: (dice) => germanSerial(dice, 'CFGHJK'),
  es: (dice) => `${dice.from('ABCDEFGHJKLMNPQRSTUVWXYZ', 3)}${dice.digits(6)}`,
  fr: (dice) => `${dice.digits(2)}${dice.from(upper, 2)}${dice.digits(5)}`,
};

/** Great Britain: five of the surname, decade, month (plus 50 for women), day, year, initials, 9, check, issue. */
function ukLicence(dice: Dice): string {
  const born = birthday(dice);
  const [surname, month] = [dice.pick(['MORGA', 'SMITH', 'PATEL', 'LEE99', 'EVANS', 'BROWN']), two(born.month + (dice.oneIn(2) ? 50 : 0))];
  return `${surname}${two(born.year)[0]}${month}${two(born.day)}${two(born.year)[1]}${dice.from(upper, 2)}9${dice.from(upper, 2)}`;
}

export const licences: Readonly<Record<string, (dice: Dice) => string>> = {
  us: (dice) => `${dice.from(upper, 1)}${dice.digits(7)}`,
  uk: ukLicence,
  de: (dice) => `${dice.from('BFJN', 1)}0${dice.from('0123456789', 1)}${dice.from('0123456789ABCDEFGHJKLMNPRTVWXYZ', 5)}${dice.digits(1)}${dice.from('0123456789', 2)}`,
  fr: (dice) => `${dice.digits(2)}${two(dice.between(1, 12))}${dice.pick(['13', '31', '69', '75'])}${dice.digits(6)}`,
};

/** German insured number (section 290 SGB V): letter, eight digits, check digit. */
function germanInsured(dice: Dice): string {
  const [letter, digits] = [dice.from(upper, 1), dice.digits(8)];
  const numeric = `${String(letterValue(letter, 1)).padStart(2, '0')}${digits}`;
  return `${letter}${digits}${weightedCrossSum(numeric, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10}`;
}

/** Medicare Beneficiary Identifier: eleven characters by position, without S, L, O, I, B, Z (CMS). */
function medicare(dice: Dice): string {
  const letters = 'ACDEFGHJKMNPQRTUVWXY';
  const any = `${letters}0123456789`;
  const parts = [
    `${dice.between(1, 9)}${dice.from(letters, 1)}${dice.from(any, 1)}${dice.digits(1)}`,
    `${dice.from(letters, 1)}${dice.from(any, 1)}${dice.digits(1)}`,
    `${dice.from(letters, 2)}${dice.digits(2)}`,
  ];
  return parts.join(dice.pick(['-', '-', '']));
}

export const insurances: Readonly<Record<string, (dice: Dice) => string>> = { de: germanInsured, us: medicare };

export const plates: Readonly<Record<string, (dice: Dice) => string>> = {
  uk: (dice) => `${dice.from('ABDEFGHKLMNPRSTVWXY', 2)}${dice.pick(['18', '21', '68', '73'])} ${dice.from('ABDEFGHJKLMNPRSTUVWXYZ', 3)}`,
  de: (dice) => dice.pick([`${dice.pick(['B', 'HH', 'M', 'KA', 'DO'])}-${dice.from('ACEKLMPRTX', 2)} ${dice.between(100, 9999)}`, `${dice.pick(['B', 'HH', 'M', 'KA', 'DO'])} ${dice.from('ACEKLMPRTX', 2)} ${dice.between(100, 999)}`]),
  es: (dice) => `${dice.digits(4)}${dice.pick([' ', '-', ''])}${dice.from('BCDFGHJKLMNPRSTVWXYZ', 3)}`,
  fr: (dice) => `${dice.from('ABCDEFGHJKLMNPQRSTVWXYZ', 2)}-${dice.digits(3)}-${dice.from('ABCDEFGHJKLMNPQRSTVWXYZ', 2)}`,
};
