import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ToldKind, ToldOfOrder } from '../../shared/contract/console/verifying.ts';
import type { FoundOrder } from './shop.ts';

/** What a customer is said to have told: an order's number, and one thing more about it. */
export interface Told {
  readonly orderNumber: string;
  readonly known: ToldOfOrder;
}

/** Of this process and nobody else: digests under it are compared, not what they are made of. */
const key = randomBytes(32);

/**
 * Whether one of these orders has this number and this other thing, in one and the same order. Every order is compared, whole, also
 * after one that fits; how long it takes tells nothing of what was wrong.
 * @param knownPhones numbers by which the customer is known here, in digits: agents see how those end, so that they show nothing
 */
export function provesOrder(orders: readonly FoundOrder[], told: Told, knownPhones: readonly string[]): boolean {
  const number = digest(plainNumber(told.orderNumber));
  const value = digest(typed(told.known));
  const seen = new Set(knownPhones.map(endOf));
  let fits = 0;
  for (const order of orders) {
    const counts = isPaidFor(order) ? 1 : 0;
    const sameNumber = same(number, digest(plainNumber(order.number)));
    let sameValue = 0;
    for (const real of realValues(order, told.known.kind)) {
      const shows = told.known.kind === 'phone-end' && seen.has(real) ? 0 : 1;
      sameValue |= shows & same(value, digest(real));
    }
    fits |= counts & sameNumber & sameValue;
  }
  return fits === 1;
}

/**
 * Anybody can order under somebody's address and never pay: such an order is known to whoever made it, and shows nothing. Neither
 * does one that is paid for on delivery or by invoice, before it has left.
 */
function isPaidFor({ state, payment }: FoundOrder): boolean {
  switch (state) {
    case 'partly-shipped':
    case 'shipped':
    case 'completed':
    case 'refunded':
      return true;
    case 'open':
      return payment !== 'cash-on-delivery' && payment !== 'invoice';
    case 'unpaid':
    case 'on-hold':
    case 'cancelled':
    case 'failed':
    case 'other':
      return false;
    default:
      return state satisfies never;
  }
}

/** Always two, so that as much is compared for each order; null fits nothing. */
function realValues({ proof, total }: FoundOrder, kind: ToldKind): readonly (string | null)[] {
  switch (kind) {
    case 'postal-code':
      return [proof.postalCode === null ? null : plainPostalCode(proof.postalCode), null];
    case 'phone-end':
      return [endOf(proof.phones[0] ?? ''), endOf(proof.phones[1] ?? '')];
    case 'total':
      return [total === null ? null : shopAmount(total.amount), null];
    default:
      return kind satisfies never;
  }
}

function typed({ kind, value }: ToldOfOrder): string | null {
  switch (kind) {
    case 'postal-code':
      return plainPostalCode(value);
    case 'phone-end':
      return /^\d{4}$/.test(value.replaceAll(/\s/g, '')) ? value.replaceAll(/\s/g, '') : null;
    case 'total':
      return typedAmount(value);
    default:
      return kind satisfies never;
  }
}

/** Composed once more in the end: what stood apart may have come together. */
const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase().normalize('NFKC');

/** Without case, spaces and the signs before it; null where nothing is left. */
export function plainNumber(text: string): string | null {
  return plain(text).replace(/^#+/, '') || null;
}

/** Letters and digits; of a US code in its long form (ZIP+4) the first five, which people know. Null where there are fewer than three. */
export function plainPostalCode(text: string): string | null {
  const letters = plain(text);
  const code = (/^\d{5}-\d{4}$/.test(letters) ? letters.slice(0, 5) : letters).replaceAll(/[^\p{L}\p{N}]/gu, '').normalize('NFKC');
  return code.length < 3 ? null : code;
}

/** The last four digits of a telephone number; null where it is too short to be one. */
export function endOf(phone: string): string | null {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length < 7 ? null : digits.slice(-4);
}

/**
 * An amount as people write it, in hundredths: "1.234,50 €", "1,234.50", "1234.5". What stands after the last point or comma is a fraction where it has one
 * digit or two. Null for what is no amount, and for nothing at all: that something was free is known to anybody who asks.
 */
export function typedAmount(text: string): string | null {
  const bare = text.normalize('NFKC').replaceAll(/[\s'’]/g, '').replace(/^(?:[a-z]{3}|\p{Sc})/iu, '').replace(/(?:[a-z]{3}|\p{Sc})$/iu, '');
  const parts = /^(\d{1,12}|\d{1,3}(?:[.,]\d{3}){1,3})(?:[.,](\d{1,2}))?$/.exec(bare);
  return parts === null ? null : hundredths((parts[1] ?? '').replaceAll(/[.,]/g, ''), parts[2] ?? '');
}

/** A shop's own decimal number, in hundredths. Null where it has a fraction of those, is negative or nothing. */
export function shopAmount(amount: string): string | null {
  const parts = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(amount);
  return parts === null ? null : hundredths(parts[1] ?? '', parts[2] ?? '');
}

function hundredths(whole: string, fraction: string): string | null {
  const digits = `${whole}${fraction.padEnd(2, '0')}`.replace(/^0+/, '');
  return digits === '' ? null : digits;
}

/** Null becomes what no other digest is, not even another null's. */
function digest(value: string | null): Buffer {
  return createHmac('sha256', key).update(value === null ? randomBytes(32) : `=${value}`).digest();
}

const same = (one: Buffer, other: Buffer): number => (timingSafeEqual(one, other) ? 1 : 0);
