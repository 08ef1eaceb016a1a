import type { Language } from '../labelled-text.ts';
import type { Dice } from '../random.ts';
import { luhnDigit } from './check-digits.ts';

/** Issuer ranges (ISO/IEC 7812-1) and the lengths each is written with. */
const issuers: readonly { readonly prefixes: readonly string[]; readonly lengths: readonly number[]; readonly groups: readonly number[] }[] = [
  { prefixes: ['4'], lengths: [16, 16, 16, 13, 19], groups: [4, 4, 4, 7] },
  { prefixes: ['51', '52', '53', '54', '55', '2221', '2345', '2720'], lengths: [16], groups: [4, 4, 4, 4] },
  { prefixes: ['34', '37'], lengths: [15], groups: [4, 6, 5] },
  { prefixes: ['300', '305', '36', '38'], lengths: [14], groups: [4, 6, 4] },
  { prefixes: ['6011', '644', '649', '65'], lengths: [16], groups: [4, 4, 4, 4] },
  { prefixes: ['3528', '3566', '3589'], lengths: [16], groups: [4, 4, 4, 4] },
  { prefixes: ['62'], lengths: [16, 17, 18, 19], groups: [4, 4, 4, 7] },
  { prefixes: ['5018', '5020', '5038', '6304', '6759', '6761', '6763'], lengths: [12, 13, 16, 18, 19], groups: [4, 4, 4, 7] },
  { prefixes: ['2200', '2204'], lengths: [16], groups: [4, 4, 4, 4] },
];

/** Numbers that payment providers publish for tests. */
const published = [
  '4242424242424242', '4000056655665556', '5555555555554444', '2223003122003222', '5200828282828210', '378282246310005', '371449635398431', '6011111111111117',
  '30569309025904', '3056930009020004', '36227206271667', '3566002020360505', '6200000000000005', '4111111111111111', '4012888888881881', '4222222222222',
];

/** The digits of a card number, valid by Luhn, of any issuer and length. */
export function cardDigits(dice: Dice): { readonly digits: string; readonly groups: readonly number[] } {
  if (dice.oneIn(5)) {
    const digits = dice.pick(published);
    return { digits, groups: digits.length === 15 ? [4, 6, 5] : digits.length === 14 ? [4, 6, 4] : [4, 4, 4, 7] };
  }
  const issuer = dice.pick(issuers);
  const length = dice.pick(issuer.lengths);
  const prefix = dice.pick(issuer.prefixes);
  const start = prefix + dice.digits(length - prefix.length - 1);
  return { digits: start + luhnDigit(start), groups: issuer.groups };
}

function grouped(digits: string, groups: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const size of groups) {
    if (at < digits.length) pieces.push(digits.slice(at, at + size));
    at += size;
  }
  return pieces;
}

const words: Readonly<Record<Language, readonly string[]>> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  fr: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
};

const shifted = (digits: string, zero: number): string => Array.from(digits).map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

type Writing = (pieces: readonly string[], language: Language) => string;
const joined = (separator: string): Writing => (pieces) => pieces.join(separator);

/** How customers write card numbers: the separators of the issue, other digits, spelled out. Kept by name, so that tests can count them. */
export const cardWritings: Readonly<Record<string, Writing>> = {
  plain: joined(''),
  space: joined(' '),
  dash: joined('-'),
  enDash: joined('\u2013'),
  dot: joined('.'),
  slash: joined('/'),
  newline: (pieces) => `${pieces.slice(0, 2).join(' ')}\n${pieces.slice(2).join(' ')}`,
  noBreakSpace: joined('\u00a0'),
  thinSpace: joined('\u202f'),
  zeroWidth: joined('\u200b'),
  doubledSpace: joined('  '),
  dashWithSpaces: joined(' - '),
  doubledDash: joined('--'),
  mixed: (pieces) => pieces.reduce((text, piece, index) => text + (index % 2 === 0 ? '-' : ' ') + piece),
  fullWidth: (pieces) => shifted(pieces.join(''), 0xff10),
  fullWidthSpaced: (pieces) => pieces.map((piece) => shifted(piece, 0xff10)).join(' '),
  arabicIndic: (pieces) => shifted(pieces.join(''), 0x0660),
  spelled: (pieces, language) => Array.from(pieces.join('')).map((digit) => words[language][Number(digit)]).join(' '),
};

const frequent = ['plain', 'plain', 'space', 'space', 'space', 'dash'];

/** A card number as a customer writes it; no separator stands at either end. */
export function card(dice: Dice, language: Language, writing?: string): string {
  const { digits, groups } = cardDigits(dice);
  const name = writing ?? (dice.oneIn(3) ? dice.pick(Object.keys(cardWritings)) : dice.pick(frequent));
  const write = cardWritings[name];
  if (write === undefined) throw new Error(`There is no way of writing cards called "${name}".`);
  return write(grouped(digits, groups), language);
}

export function cardExpiry(dice: Dice): string {
  const month = String(dice.between(1, 12)).padStart(2, '0');
  const year = dice.between(27, 35);
  return dice.pick([`${month}/${year}`, `${month}/${year}`, `${month}/20${year}`, `${month}-${year}`, `${month} / ${year}`]);
}

export const cardCode = (dice: Dice): string => dice.digits(3);
