import { z } from 'zod';
import type { PaymentMethod } from '../../shared/contract/console/customers.ts';
import { wellFormed } from '../intake/well-formed.ts';
import type { Address } from './shop.ts';

/** Text of a shop's in one line, without control characters, and cut to its length. */
export const shortText = (most: number) => z.string().transform((text) => oneLine(text, most));

function oneLine(text: string, most: number): string {
  return wellFormed(text.slice(0, 20_000).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim().slice(0, most));
}

/** What a shop says when it has nothing to say: null, an empty text, or nothing at all. */
export const MaybeText = (most: number) =>
  shortText(most)
    .nullish()
    .transform((text) => (text === undefined || text === '' ? null : text));

/** ISO 3166-1 alpha-2; anything else is no country. */
export const MaybeCountry = z
  .string()
  .nullish()
  .transform((code) => (typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null));

/** A moment in ISO 8601, as milliseconds since 1970; one without a zone is taken as UTC. */
export const Moment = z.string().max(40).transform((text, context) => {
  const at = Date.parse(/(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`);
  if (Number.isFinite(at) && at >= 0) return at;
  context.addIssue({ code: 'custom', message: 'not a moment' });
  return z.NEVER;
});

/** In English, as the post of every country reads it on a parcel from another (Universal Postal Union). */
const countryNames = new Intl.DisplayNames('en', { type: 'region' });

/** With the country's name as its last line; null where there is nothing but empty lines. */
export function addressOf(lines: readonly (string | null)[], city: string | null, country: string | null): Address | null {
  const written = lines.filter((line) => line !== null);
  if (written.length === 0) return null;
  return { lines: [...written, ...(country === null ? [] : [countryNames.of(country) ?? country])].slice(0, 8), city, country };
}

/** Names of gateways, plugins and methods, as shops have them, and the way of paying that each is. The first that fits holds. */
const ways: readonly (readonly [RegExp, PaymentMethod])[] = [
  [/gift[\s_-]?card|store[\s_-]?credit/, 'gift-card'],
  [/paypal|ppcp/, 'paypal'],
  [/klarna/, 'klarna'],
  [/apple[\s_-]?pay|google[\s_-]?pay|shop[\s_-]?pay|amazon/, 'wallet'],
  [/cash[\s_-]on[\s_-]delivery|^cod$/, 'cash-on-delivery'],
  [/bank|bacs|sepa|wire/, 'bank-transfer'],
  [/invoice|rechnung/, 'invoice'],
  [/shopify[\s_-]payments|stripe|woocommerce_payments|woopay|mollie.*creditcard|card|adyen|braintree|square|bogus/, 'card'],
];

/** The way of paying that a gateway stands for. Its name goes no further: a shop may have put anything into it. */
export function wayOfPaying(gateway: string): PaymentMethod {
  const name = gateway.slice(0, 100).toLowerCase();
  return ways.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
