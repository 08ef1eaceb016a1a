import { z } from 'zod';

/** Decimal places of currencies that do not have two (ISO 4217, list one). */
const places: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
};

/** Beyond this nobody's order is paid for: a sum of a thousand of them is still a whole number that JavaScript knows exactly. */
export const mostMinor = 1_000_000_000_000;

/** ISO 4217. */
export const Currency = z.string().regex(/^[A-Z]{3}$/);

/** An amount in the currency's smallest unit (cents, yen, fils): a whole number, never a fraction. */
export const Minor = z.number().int().min(0).max(mostMinor);

export const Money = z.strictObject({ minor: Minor, currency: Currency });
export type Money = z.infer<typeof Money>;

/** Decimal places of a currency. */
export function placesOf(currency: string): number {
  return places[currency] ?? 2;
}

/**
 * A shop's own decimal number ("149.90", "100.0" of yen) in the smallest unit.
 * @returns null for what is no such number, is negative, too large, or finer than the currency is.
 */
export function minorOf(decimal: string, currency: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,13})(?:\.(\d{1,6}))?$/.exec(decimal) ?? [];
  if (whole === '') return null;
  const most = placesOf(currency);
  if (/[1-9]/.test(fraction.slice(most))) return null;
  const minor = Number(`${whole}${fraction.slice(0, most).padEnd(most, '0')}`);
  return minor <= mostMinor ? minor : null;
}

/** As shops take it: "149.90", "100", "1.250". */
export function decimalOf({ minor, currency }: Money): string {
  const most = placesOf(currency);
  if (most === 0) return String(minor);
  const digits = String(minor).padStart(most + 1, '0');
  return `${digits.slice(0, -most)}.${digits.slice(-most)}`;
}

/**
 * An amount as people type it: "12", "12,5", "1234.50". Marks between thousands are not taken: "1.250" would be two amounts, and money is not guessed.
 * @returns the smallest unit, or null; also for what is finer than the currency.
 */
export function typedMinor(text: string, currency: string): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,13})(?:[.,](\d{1,6}))?$/.exec(text.normalize('NFKC').trim()) ?? [];
  if (whole === '' || fraction.length > placesOf(currency)) return null;
  return minorOf(fraction === '' ? whole : `${whole}.${fraction}`, currency);
}
