import type { Language } from './labelled-text.ts';
import { cardDigits } from './numbers/cards.ts';
import { luhnDigit, weighted } from './numbers/check-digits.ts';
import { recentDate, two } from './numbers/dates.ts';
import type { Dice } from './random.ts';

/** What stands in the texts without a label. */
type Filler = (dice: Dice, language: Language) => string;

const names: Readonly<Record<Language, readonly string[]>> = {
  en: ['Emma Clarke', 'Jack Murray', 'Priya', 'Sam Taylor', 'Olivia', 'Daniel Reed', 'Grace Hall'],
  de: ['Anna Weber', 'Jonas Krüger', 'Sabine', 'Lukas Hofmann', 'Petra Schäfer', 'Mehmet', 'Julia Braun'],
  es: ['Lucía Fernández', 'Carlos', 'María García', 'Javier Moreno', 'Carmen', 'Pablo Ruiz', 'Núria'],
  fr: ['Sophie Dubois', 'Olivier', 'Camille Laurent', 'Mathieu Petit', 'Inès', 'Claire Moreau', 'Hugo'],
};
const products: Readonly<Record<Language, readonly string[]>> = {
  en: ['kettle', 'rain jacket', 'desk lamp', 'router', 'bike light', 'coffee grinder'],
  de: ['Regal', 'Zelt', 'Ladegerät', 'Radlicht', 'Besteck', 'Kissen'],
  es: ['hervidor', 'chubasquero', 'router', 'molinillo', 'cojín', 'flexo'],
  fr: ['bouilloire', 'veste', 'routeur', 'moulin à café', 'coussin', 'lampe'],
};

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const hex = '0123456789abcdef';

function price(dice: Dice, language: Language): string {
  const [whole, cents] = [dice.between(3, 1800), two(dice.between(0, 99))];
  if (language === 'en') return dice.pick([`$${whole}.${cents}`, `£${whole}.${cents}`, `${whole}.${cents} USD`, `£${whole}`]);
  return dice.pick([`${whole},${cents} €`, `${whole},${cents} €`, `${whole} €`, `${whole},${cents} EUR`]);
}

/** UPU S10: two letters, eight digits, a check digit, the country. */
function s10(dice: Dice): string {
  const serial = dice.digits(8);
  const check = 11 - (weighted(serial, [8, 6, 4, 2, 3, 5, 9, 7]) % 11);
  return `${dice.pick(['RR', 'LX', 'CP', 'EE'])}${serial}${{ 10: 0, 11: 5 }[check] ?? check}${dice.pick(['GB', 'DE', 'ES', 'FR'])}`;
}

function gtin13(start: string): string {
  return `${start}${(10 - (weighted(start, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10}`;
}

function isbn(dice: Dice): string {
  const number = gtin13(`978${dice.pick(['0', '3', '84', '2'])}${dice.digits(8)}`.slice(0, 12).padEnd(12, '7'));
  return dice.pick([number, `${number.slice(0, 3)}-${number.slice(3, 4)}-${number.slice(4, 9)}-${number.slice(9, 12)}-${number.slice(12)}`]);
}

/** Digits that look like a card's and fail Luhn by their last one. */
function almostCard(dice: Dice): string {
  const { digits } = cardDigits(dice);
  const sixteen = digits.slice(0, 16).padEnd(16, '3').slice(0, 15);
  const wrong = (Number(luhnDigit(sixteen)) + dice.between(1, 9)) % 10;
  return `${sixteen}${wrong}`;
}

/** An order number of sixteen digits that passes Luhn, of no issuer or of one, as it happens. */
function luhnOrder(dice: Dice): string {
  const start = `${dice.pick(['1', '4', '5', '7', '9'])}${dice.digits(14)}`;
  return start + luhnDigit(start);
}

const stamp = (dice: Dice): string => `2026-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}T${two(dice.between(0, 23))}:${two(dice.between(0, 59))}:${two(dice.between(0, 59))}.${dice.digits(3)}Z`;

/** An order number in the shape of a telephone number of the country. */
function phoneLike(dice: Dice, language: Language): string {
  const shapes: Readonly<Record<Language, string>> = { en: `${dice.between(201, 899)}-${dice.between(200, 899)}-${dice.digits(4)}`, de: `030${dice.digits(7)}`, es: `6${dice.digits(8)}`, fr: `06${dice.digits(8)}` };
  return shapes[language];
}

export const fillers: Readonly<Record<string, Filler>> = {
  name: (dice, language) => dice.pick(names[language]),
  product: (dice, language) => dice.pick(products[language]),
  order: (dice) => dice.pick([`#${dice.digits(6)}`, `A-${dice.digits(5)}`, `SO-2026-${dice.digits(5)}`, dice.from('123456789', 1) + dice.digits(5), `${dice.digits(3)}-${dice.digits(7)}-${dice.digits(7)}`]),
  invoice: (dice) => dice.pick([`INV-${dice.digits(6)}`, `RE-2026-${dice.digits(4)}`, `2026/${dice.digits(5)}`, `F${dice.digits(7)}`]),
  date: recentDate,
  time: (dice) => `${dice.between(8, 19)}:${two(dice.between(0, 59))}`,
  year: (dice) => String(dice.between(2019, 2026)),
  price,
  count: (dice) => String(dice.between(2, 400)),
  ups: (dice) => `1Z${dice.from(`${upper}0123456789`, 6)}${dice.digits(10)}`,
  fedex: (dice) => dice.pick([dice.from('123456789', 1) + dice.digits(11), `${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)}`, dice.from('6789', 1) + dice.digits(14)]),
  usps: (dice) => dice.pick([`9400 1${dice.digits(3)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(4)} ${dice.digits(2)}`, `94001${dice.digits(17)}`]),
  dhl: (dice) => dice.pick([`00340434${dice.digits(12)}`, `JJD0${dice.digits(15)}`, dice.from('123456789', 1) + dice.digits(9)]),
  dpd: (dice) => `0${dice.digits(13)}`,
  s10,
  imei: (dice) => ((start) => start + luhnDigit(start))(`${dice.pick(['35', '86'])}${dice.digits(12)}`),
  serial: (dice) => `${dice.from(upper, 2)}${dice.digits(3)}${dice.from(upper, 1)}${dice.from(`${upper}0123456789`, 5)}`,
  ean: (dice) => gtin13(`${dice.pick(['400', '50', '84', '376'])}${dice.digits(10)}`.slice(0, 12)),
  isbn,
  epoch: (dice) => `17${dice.digits(11)}`,
  stamp,
  guid: (dice) => `${dice.from(hex, 8)}-${dice.from(hex, 4)}-4${dice.from(hex, 3)}-a${dice.from(hex, 3)}-${dice.from(hex, 12)}`,
  sha: (dice) => dice.from(hex, 64),
  sha1: (dice) => dice.from(hex, 40),
  css: (dice) => `${dice.between(10, 900)}.${dice.digits(dice.between(10, 14))}px`,
  path: (dice) => `M0 0h${dice.between(10, 99)}v${dice.between(10, 99)}H0zm${dice.digits(2)}.${dice.digits(6)} 0000000000000000 1.${dice.digits(5)} ${dice.digits(1)}.${dice.digits(4)}`,
  version: (dice) => `${dice.between(1, 20)}.${dice.between(0, 30)}.${dice.between(0, 40)}`,
  code: (dice) => `${dice.between(1000, 9999)}`,
  promo: (dice) => dice.pick([`SAVE${dice.digits(2)}${dice.from(upper, 3)}`, `WELCOME${dice.digits(3)}`, `${dice.from(upper, 4)}-${dice.digits(4)}-${dice.from(upper, 4)}`]),
  luhnOrder,
  almostCard,
  phoneLike,
  neverSsn: (dice) => dice.pick([`000-${dice.digits(2)}-${dice.digits(4)}`, `666-${dice.digits(2)}-${dice.digits(4)}`, `${dice.between(100, 665)}-00-${dice.digits(4)}`, `${dice.between(100, 665)}-${dice.between(10, 99)}-0000`]),
  meter: (dice) => dice.digits(6),
  customer: (dice) => dice.pick([`K${dice.digits(6)}`, dice.from('123456789', 1) + dice.digits(7)]),
};
