import type { CustomerNote, CustomerSeen, OrderCard, OrdersSeen } from '../../shared/contract/console/customers.ts';
import { type CustomerField, type FieldsPolicy, type FieldTreatment, fieldTreatment, levelForMore } from '../../shared/domain/customer-field.ts';
import { mayActAtAll, type OrdersPolicy } from '../../shared/domain/order-action.ts';
import type { Role } from '../../shared/domain/permission.ts';
import type { Verification } from '../../shared/domain/verification.ts';
import { destroyingOnly, redactText, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { maskedIdentity } from '../../shared/domain/masked-identity.ts';
import type { CustomerIdentityTable } from '../store/tables/customers.ts';
import { refOf } from './order-ref.ts';
import type { Address, FoundOrder } from './shop.ts';
import type { FoundInShops } from './shops.ts';

/** Who looks, and under which rules. */
export interface Eyes {
  readonly fields: FieldsPolicy;
  readonly redaction: RedactionPolicy;
  readonly roles: readonly Role[];
  readonly level: Verification;
  readonly orders: OrdersPolicy;
}

/** All that the hub knows of a customer, before anybody's role is looked at. */
export interface KnownCustomer {
  readonly name: string;
  readonly identities: readonly { readonly kind: CustomerIdentityTable['kind']; readonly value: string }[];
  /** `no-shop`, `no-key`: shops were not asked. */
  readonly found: FoundInShops | 'no-shop' | 'no-key' | 'not-asked';
  /** Newest first. */
  readonly notes: readonly CustomerNote[];
  readonly knownSince: number;
  readonly exportedAt: number | null;
}

/** Whether shops have anything to say that these eyes may see. */
export function seesOrders(eyes: Eyes): boolean {
  return treated(eyes, 'orders') !== 'absent';
}

/**
 * What of a customer somebody sees: the one place where fields are left out. Deny by default: what no rule shows is not in
 * the answer, and nothing in it tells whether it was left out or is not known.
 */
export function seenBy(eyes: Eyes, known: KnownCustomer): CustomerSeen {
  const found = seesOrders(eyes) && typeof known.found === 'object' ? known.found : null;
  const place = found?.orders.find(({ shipping }) => shipping !== null)?.shipping ?? null;
  const name = nameAs(treated(eyes, 'name'), known.name);
  return {
    level: eyes.level,
    ...(name === null ? {} : { name }),
    identities: known.identities.flatMap((identity) => identityAs(eyes, identity)),
    ...placeAs(eyes, place),
    orders: ordersAs(eyes, known.found),
    silent: found === null ? [] : found.silent.slice(0, 20),
    notes: treated(eyes, 'notes') === 'shown' ? [...known.notes] : null,
    ...(found !== null && found.consent !== null && treated(eyes, 'consent') === 'shown' ? { consent: found.consent } : {}),
    privacy: { knownSince: known.knownSince, exportedAt: known.exportedAt },
  };
}

/** Which sensitive fields stand whole in an answer; for the audit log. */
export function sensitiveIn({ identities, orders }: CustomerSeen): string[] {
  const cards = orders.kind === 'listed' ? orders.orders : [];
  const whole = identities.filter((identity) => identity.whole).map(({ kind }) => (kind === 'email' ? 'email' : 'phone'));
  return [
    ...new Set([...whole, ...(cards.some(({ shipping }) => shipping !== undefined) ? ['shipping-address'] : []), ...(cards.some(({ billing }) => billing !== undefined) ? ['billing-address'] : [])]),
  ];
}

function treated({ fields, roles, level }: Eyes, field: CustomerField): FieldTreatment {
  return fieldTreatment(fields, roles, level, field);
}

function needs({ fields, roles, level }: Eyes, field: CustomerField): Verification | null {
  return levelForMore(fields, roles, level, field);
}

function nameAs(treatment: FieldTreatment, name: string): string | null {
  if (treatment === 'absent' || name === '') return null;
  if (treatment === 'shown') return name;
  const initials = name.split(/\s+/).flatMap((part) => /[\p{L}\p{N}]/u.exec(part)?.[0] ?? []);
  return initials.length === 0 ? null : `${initials.slice(0, 4).join('. ')}.`;
}

function identityAs(eyes: Eyes, { kind, value }: KnownCustomer['identities'][number]): CustomerSeen['identities'] {
  const masked = { kind, shown: maskedIdentity(kind, value), whole: false };
  switch (kind) {
    case 'email':
    case 'phone':
    case 'whatsapp': {
      const treatment = treated(eyes, kind === 'email' ? 'email' : 'phone');
      if (treatment === 'absent') return [];
      // An account without a number of its own is named by what means nothing to anybody.
      const shown = kind === 'email' ? value : /^\d+$/.test(value) ? `+${value}` : value;
      return [treatment === 'shown' && (kind === 'email' || /^\+?\d+$/.test(value)) ? { kind, shown, whole: true } : masked];
    }
    case 'webchat':
    case 'instagram':
      return [masked];
    default:
      return kind satisfies never;
  }
}

function placeAs(eyes: Eyes, place: Address | null): { readonly city?: string; readonly country?: string } {
  const brief = briefly(eyes);
  return {
    ...(place?.city && treated(eyes, 'city') === 'shown' ? { city: brief(place.city) } : {}),
    ...(place?.country && treated(eyes, 'country') === 'shown' ? { country: place.country } : {}),
  };
}

function ordersAs(eyes: Eyes, found: KnownCustomer['found']): OrdersSeen {
  const treatment = treated(eyes, 'orders');
  if (treatment === 'absent' || found === 'not-asked') return { kind: 'hidden', needs: needs(eyes, 'orders') };
  if (typeof found === 'string') return { kind: found };
  if (treatment === 'masked') return { kind: 'counted', count: found.orders.length, more: found.more, needs: needs(eyes, 'orders') };
  return { kind: 'listed', orders: found.orders.map((order) => cardOf(eyes, order)), more: found.more, needs: needs(eyes, 'shipping-address') };
}

/** What the policy destroys leaves every text of a shop's; what stands in a field of its own is what that field is for. */
function briefly({ redaction }: Eyes): (text: string) => string {
  const policy = destroyingOnly(redaction);
  return (text) => redactText(text, policy).text.slice(0, 200);
}

function cardOf(eyes: Eyes, order: FoundOrder): OrderCard {
  const brief = briefly(eyes);
  const at = (field: CustomerField): FieldTreatment => treated(eyes, field);
  const shows = (field: CustomerField): boolean => at(field) === 'shown';
  // Without a word before it: what could be a card is taken for one, though it stands where an order's number should.
  const number = brief(order.number).slice(0, 60);
  return {
    shop: order.shop,
    ...(mayActAtAll(eyes.orders, eyes) ? { ref: refOf(order) } : {}),
    placedAt: order.placedAt,
    ...(shows('order-number') ? { number } : at('order-number') === 'masked' ? { number: `•••${number.slice(-3)}` } : {}),
    ...(shows('order-state') ? { state: order.state } : {}),
    ...(shows('items') ? { items: order.items.map(({ title, quantity }) => ({ title: brief(title), quantity })) } : {}),
    ...(at('items') === 'absent' ? {} : { pieces: order.pieces }),
    ...(shows('amounts') && order.total !== null ? { total: order.total } : {}),
    ...(shows('payment-method') && order.payment !== null ? { payment: order.payment } : {}),
    ...placeAs(eyes, order.shipping),
    ...(shows('shipping-address') && order.shipping !== null ? { shipping: order.shipping.lines.map(brief) } : {}),
    ...(shows('billing-address') && order.billing !== null ? { billing: order.billing.lines.map(brief) } : {}),
    ...(shows('tracking') ? { tracking: order.tracking.map(({ carrier, number: parcel }) => ({ carrier: carrier === null ? null : brief(carrier).slice(0, 80), number: brief(parcel).slice(0, 60) })) } : {}),
    ...(shows('order-note') && order.note !== null ? { note: redactText(order.note, eyes.redaction).text.slice(0, 1000) } : {}),
  };
}
