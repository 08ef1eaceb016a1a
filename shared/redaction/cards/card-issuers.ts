/**
 * Who issues cards, by the first digits of the number (ISO/IEC 7812 issuer identification), and how
 * long their numbers are. `usual` lengths are taken for a card on sight; `rare` ones, which order
 * numbers, product codes and telephone numbers share, only with something that speaks for a card.
 */
interface IssuerRange {
  /** First and last prefix, inclusive, of the same number of digits. */
  readonly from: string;
  readonly to: string;
  readonly usual: readonly number[];
  readonly rare: readonly number[];
  /** Positions at which the printed number is broken into groups. */
  readonly breaks: readonly number[];
}

const fours = [4, 8, 12, 16] as const;
const amexBreaks = [4, 10] as const;

const ranges: readonly IssuerRange[] = [
  // Visa
  { from: '4', to: '4', usual: [16], rare: [13, 19], breaks: fours },
  // Mastercard, with the 2-series of 2016
  { from: '51', to: '55', usual: [16], rare: [], breaks: fours },
  { from: '2221', to: '2720', usual: [16], rare: [], breaks: fours },
  // American Express
  { from: '34', to: '34', usual: [15], rare: [], breaks: amexBreaks },
  { from: '37', to: '37', usual: [15], rare: [], breaks: amexBreaks },
  // Diners Club
  { from: '300', to: '305', usual: [14], rare: [16, 17, 18, 19], breaks: amexBreaks },
  { from: '3095', to: '3095', usual: [14], rare: [16, 17, 18, 19], breaks: amexBreaks },
  { from: '36', to: '36', usual: [14], rare: [15, 16, 17, 18, 19], breaks: amexBreaks },
  { from: '38', to: '39', usual: [14], rare: [16, 17, 18, 19], breaks: amexBreaks },
  // JCB
  { from: '3528', to: '3589', usual: [16], rare: [17, 18, 19], breaks: fours },
  { from: '1800', to: '1800', usual: [], rare: [15], breaks: amexBreaks },
  { from: '2131', to: '2131', usual: [], rare: [15], breaks: amexBreaks },
  // Discover, with the China UnionPay numbers it carries
  { from: '6011', to: '6011', usual: [16], rare: [17, 18, 19], breaks: fours },
  { from: '644', to: '649', usual: [16], rare: [17, 18, 19], breaks: fours },
  { from: '65', to: '65', usual: [16], rare: [17, 18, 19], breaks: fours },
  // China UnionPay
  { from: '62', to: '62', usual: [16, 17, 18, 19], rare: [], breaks: fours },
  { from: '81', to: '81', usual: [16], rare: [17, 18, 19], breaks: fours },
  // RuPay
  { from: '60', to: '60', usual: [16], rare: [], breaks: fours },
  { from: '508', to: '508', usual: [16], rare: [], breaks: fours },
  { from: '82', to: '82', usual: [16], rare: [], breaks: fours },
  { from: '353', to: '353', usual: [16], rare: [], breaks: fours },
  { from: '356', to: '356', usual: [16], rare: [], breaks: fours },
  // Mir
  { from: '2200', to: '2205', usual: [16], rare: [17, 18, 19], breaks: fours },
  // Troy, Verve, Elo, UATP, Dankort, UzCard, Humo
  { from: '9792', to: '9792', usual: [16], rare: [], breaks: fours },
  { from: '506099', to: '506198', usual: [16, 18, 19], rare: [], breaks: fours },
  { from: '650002', to: '650027', usual: [16, 18, 19], rare: [], breaks: fours },
  { from: '1', to: '1', usual: [], rare: [15], breaks: [4, 9] },
  { from: '5019', to: '5019', usual: [16], rare: [], breaks: fours },
  { from: '8600', to: '8600', usual: [16], rare: [], breaks: fours },
  { from: '9860', to: '9860', usual: [16], rare: [], breaks: fours },
  // Maestro and Maestro UK
  { from: '50', to: '50', usual: [16, 18, 19], rare: [12, 13, 14, 15, 17], breaks: fours },
  { from: '56', to: '59', usual: [16, 18, 19], rare: [12, 13, 14, 15, 17], breaks: fours },
  { from: '6', to: '6', usual: [16, 18, 19], rare: [12, 13, 14, 15, 17], breaks: fours },
];

export const shortestCard = 12;
export const longestCard = 19;

export interface IssuerMatch {
  readonly usual: boolean;
  readonly breaks: readonly number[];
}

const prefixDigits = 6;
/** What a prefix of six digits is divided by to get its first two. */
const leadFrom = 10_000;

interface Issued {
  readonly low: number;
  readonly high: number;
  readonly range: IssuerRange;
}
/** All ranges by two leading digits, so that few are compared. */
const byLead: readonly Issued[][] = Array.from({ length: 100 }, () => []);
for (const range of ranges) {
  const low = Number(range.from.padEnd(prefixDigits, '0'));
  const high = Number(range.to.padEnd(prefixDigits, '9'));
  for (let lead = Math.floor(low / leadFrom); lead <= Math.floor(high / leadFrom); lead++) byLead[lead]?.push({ low, high, range });
}

function withLead(prefix: number): readonly Issued[] {
  return byLead[Math.floor(prefix / leadFrom)] ?? [];
}

const lengthsByLead: readonly number[] = byLead.map((issued) => issued.reduce((before, { range }) => [...range.usual, ...range.rare].reduce((bits, length) => bits | (1 << length), before), 0));

/** Lengths that numbers may have that begin with the same two digits, as bits; 0: none begins so. @param prefix the first six digits as a number. */
export function issuedLengths(prefix: number): number {
  return lengthsByLead[Math.floor(prefix / leadFrom)] ?? 0;
}

/** The same, by the first two digits. */
export function issuedLengthsOf(first: number, second: number): number {
  return lengthsByLead[first * 10 + second] ?? 0;
}

/** @param prefix the first six digits as a number. @param length of the whole number. */
export function issuerOf(prefix: number, length: number): IssuerMatch | null {
  let found: IssuerMatch | null = null;
  for (const { low, high, range } of withLead(prefix)) {
    if (prefix < low || prefix > high) continue;
    if (range.usual.includes(length)) return { usual: true, breaks: range.breaks };
    if (range.rare.includes(length)) found ??= { usual: false, breaks: range.breaks };
  }
  return found;
}
