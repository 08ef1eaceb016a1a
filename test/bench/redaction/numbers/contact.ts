import type { Language } from '../labelled-text.ts';
import type { Dice } from '../random.ts';

const mailNames = ['anna.weber', 'j.smith', 'maria_garcia', 'paul', 'sophie.dubois', 'tom-baker', 'k.nowak', 'lucia.fernandez', 'mueller', 'olivier.martin', 'rachel.green', 'info.huber', 'd.oconnor', 'zoe'];
/** Names kept for documentation (RFC 2606). */
const mailDomains = ['example.com', 'example.org', 'example.net', 'mail.example.com', 'post.example.org', 'familie.example.net'];

export function email(dice: Dice): string {
  const name = `${dice.pick(mailNames)}${dice.pick(['', '', String(dice.between(1, 99)), `+${dice.pick(['shop', 'orders'])}`])}`;
  const address = `${name}@${dice.pick(mailDomains)}`;
  return dice.oneIn(8) ? address.toUpperCase() : address;
}

/** Grouped in one of the usual ways. */
const spaced = (digits: string, sizes: readonly number[], separator = ' '): string => {
  let at = 0;
  return sizes.map((size) => digits.slice(at, (at += size))).join(separator);
};

/** 555-0100 to 555-0199: kept for fiction in North America. */
function northAmerica(dice: Dice): string {
  const [area, last] = [dice.pick(['212', '303', '415', '503', '617', '702', '808', '206']), `01${dice.digits(2)}`];
  return dice.pick([`(${area}) 555-${last}`, `${area}-555-${last}`, `${area}.555.${last}`, `+1 ${area} 555 ${last}`, `+1-${area}-555-${last}`, `1-${area}-555-${last}`, `${area}555${last}`, `+1${area}555${last}`, `+1 (${area}) 555-${last}`]);
}

/** Ofcom's numbers for drama. */
function britain(dice: Dice): string {
  const [mobile, london, rest] = [`900${dice.digits(3)}`, `0${dice.digits(3)}`, `960${dice.digits(3)}`];
  return dice.pick([`07700 ${mobile}`, `07700${mobile}`, `+44 7700 ${mobile}`, `+447700${mobile}`, `020 7946 ${london}`, `+44 20 7946 ${london}`, `(020) 7946 ${london}`, `01632 ${rest}`, `+44 (0)1632 ${rest}`, `0044 7700 ${mobile}`]);
}

/** The Bundesnetzagentur's numbers for media, and mobile numbers made beside them. */
function germany(dice: Dice): string {
  const [berlin, hamburg, mobile] = [`23125${dice.digits(3)}`, `66969${dice.digits(3)}`, dice.pick(['28817386', '28895456', '54599371', '54599372', '54599374'])];
  const other = `1${dice.digits(7)}`;
  return dice.pick([`030 ${berlin}`, `030/${berlin}`, `030-${berlin}`, `+49 30 ${berlin}`, `+49 (0)30 ${berlin}`, `(030) ${berlin}`, `040 ${spaced(hamburg, [3, 2, 3])}`, `+4940${hamburg}`, `0152 ${mobile}`, `0152/${mobile}`, `+49 152 ${mobile}`, `+49152${mobile}`, `0152${mobile}`, `0049 152 ${mobile}`, `0176 ${spaced(other, [2, 2, 2, 2])}`]);
}

/** No range is kept for fiction in Spain: made ones. */
function spain(dice: Dice): string {
  const digits = `${dice.pick(['6', '6', '72', '91', '93'])}${dice.digits(8)}`.slice(0, 9);
  return dice.pick([spaced(digits, [3, 3, 3]), spaced(digits, [3, 2, 2, 2]), digits, `+34 ${spaced(digits, [3, 3, 3])}`, `+34${digits}`, `(+34) ${spaced(digits, [3, 3, 3])}`, `0034 ${digits}`, spaced(digits, [3, 3, 3], '-'), spaced(digits, [3, 3, 3], '.')]);
}

/** Arcep's numbers for fiction. */
function france(dice: Dice): string {
  const digits = `${dice.pick(['019900', '026191', '035301', '046571', '053649', '063998', '063998'])}${dice.digits(4)}`;
  const pairs = [2, 2, 2, 2, 2];
  return dice.pick([spaced(digits, pairs), spaced(digits, pairs, '.'), digits, spaced(digits, pairs, '-'), `+33 ${digits[1]} ${spaced(digits.slice(2), [2, 2, 2, 2])}`, `+33${digits.slice(1)}`, `+33 (0)${digits[1]} ${spaced(digits.slice(2), [2, 2, 2, 2])}`, `0033 ${digits[1]} ${spaced(digits.slice(2), [2, 2, 2, 2])}`]);
}

/** National plans of E.164; with the country code or as written at home. */
export function phone(dice: Dice, language: Language): string {
  switch (language) {
    case 'en':
      return dice.oneIn(2) ? northAmerica(dice) : britain(dice);
    case 'de':
      return germany(dice);
    case 'es':
      return spain(dice);
    case 'fr':
      return france(dice);
  }
}

export const phoneUs = northAmerica;
export const phoneUk = britain;

/** RFC 5737 and RFC 3849: addresses for documentation. */
export function ip(dice: Dice): string {
  if (dice.oneIn(4)) return dice.pick([`2001:db8:${dice.from('0123456789abcdef', 4).replace(/^0/, '1')}::${dice.between(1, 99)}`, `2001:db8:0:${dice.between(1, 99)}::${dice.from('123456789abcdef', 2)}`, `2001:DB8:${dice.between(1, 99)}:0:0:8:800:${dice.from('123456789ABCDEF', 3)}`]);
  return `${dice.pick(['192.0.2', '198.51.100', '203.0.113'])}.${dice.between(1, 254)}`;
}

/** Locally administered addresses (second digit 2, 6, A or E). */
export function mac(dice: Dice): string {
  const pairs = [dice.pick(['02', '06', '0A', '1E']), ...Array.from({ length: 5 }, () => dice.from('0123456789ABCDEF', 2))];
  return dice.pick([pairs.join(':'), pairs.join('-'), pairs.join(':').toLowerCase()]);
}

/** Decimal degrees, latitude first, at sea. */
export function gps(dice: Dice): string {
  const [latitude, longitude] = [`${dice.between(30, 58)}.${dice.digits(5)}`, `${dice.pick(['-', ''])}${dice.between(1, 39)}.${dice.digits(5)}`];
  return dice.pick([`${latitude}, ${longitude}`, `${latitude},${longitude}`]);
}
