import fc from 'fast-check';

/** Cards by issuer: prefix, length and how it is printed. Made from the issuers' published ranges. */
export const issuers = [
  { name: 'Visa', prefix: '4', length: 16, groups: [4, 4, 4, 4] },
  { name: 'Mastercard', prefix: '5312', length: 16, groups: [4, 4, 4, 4] },
  { name: 'Mastercard 2-series', prefix: '2223', length: 16, groups: [4, 4, 4, 4] },
  { name: 'Mastercard 2-series, end', prefix: '2720', length: 16, groups: [4, 4, 4, 4] },
  { name: 'American Express', prefix: '37', length: 15, groups: [4, 6, 5] },
  { name: 'Diners Club', prefix: '36', length: 14, groups: [4, 6, 4] },
  { name: 'Discover', prefix: '6011', length: 16, groups: [4, 4, 4, 4] },
  { name: 'JCB', prefix: '3530', length: 16, groups: [4, 4, 4, 4] },
  { name: 'UnionPay', prefix: '6250', length: 16, groups: [4, 4, 4, 4] },
  { name: 'UnionPay, 19 digits', prefix: '6212', length: 19, groups: [4, 4, 4, 4, 3] },
  { name: 'Maestro', prefix: '6759', length: 16, groups: [4, 4, 4, 4] },
  { name: 'Maestro, 19 digits', prefix: '5893', length: 19, groups: [4, 4, 4, 4, 3] },
  { name: 'RuPay', prefix: '6074', length: 16, groups: [4, 4, 4, 4] },
  { name: 'Mir', prefix: '2202', length: 16, groups: [4, 4, 4, 4] },
] as const;
export type Issuer = (typeof issuers)[number];

/** Adds the check digit (ISO/IEC 7812-1 annex B), computed apart from the code under test. */
export function withCheckDigit(payload: string): string {
  let sum = 0;
  for (const [index, digit] of Array.from(payload).toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return payload + String((10 - (sum % 10)) % 10);
}

export const card = fc
  .record({ issuer: fc.constantFrom(...issuers), rest: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 }) })
  .map(({ issuer, rest }) => ({ issuer, number: withCheckDigit(issuer.prefix + rest.join('').slice(0, issuer.length - 1 - issuer.prefix.length)) }))
  .filter(({ number }) => new Set(number).size > 2);

export const separators = [
  '', ' ', '-', '\u2010', '\u2013', '\u2014', '\u2212', '.', '/', '\n', '\r\n', '\u00a0', '\u202f', '\u2009', '\t', '  ', ' - ', '--', '. ', '\u200b', '\u00ad', '\u2060', '\ufeff', '\u200b ', '\u0000', '\u0001', '\u001b', '\u007f', '\u0090', '\ud800', '\udc00',
];

/** Zeros of scripts people write digits in; the last two lie outside the basic plane. */
export const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10, 0x1d7ce, 0x1d7f6];

export function inScript(number: string, zero: number): string {
  return number.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

export function grouped(number: string, groups: readonly number[], separator: string): string {
  let at = 0;
  return groups.map((size) => number.slice(at, (at += size))).join(separator);
}

/** Digits of any script as ASCII, everything else gone: what a reader could put together again. */
export function digitsIn(text: string): string {
  return text.replace(/\p{Nd}|[^]/gu, (character) => {
    if (!/\p{Nd}/u.test(character)) return '';
    const code = character.codePointAt(0)!;
    const zero = zeros.find((start) => code >= start && code < start + 10);
    return zero === undefined ? '' : String(code - zero);
  });
}
