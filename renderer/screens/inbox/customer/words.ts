import type { CustomerSeen, OrderCard, OrderState, PaymentMethod } from '../../../../shared/contract/console/customers.ts';
import type { Verification } from '../../../../shared/domain/verification.ts';
import { count, figures } from '../../../words/counts.ts';

const regions = new Intl.DisplayNames(undefined, { type: 'region', fallback: 'code' });

/** What a level takes, as the end of a sentence. */
const taken: Readonly<Record<Verification, string>> = {
  unverified: 'they write',
  contact: 'their contact is confirmed',
  order: 'they have shown that they know an order',
  identity: 'they have shown who they are',
};

export const words = {
  orders: {
    title: 'Orders',
    asking: 'Asking the shop',
    offline: 'Orders need a connection.',
    unreachable: 'The hub did not answer.',
    again: 'Try again',
    notAllowed: 'Your role does not see orders.',
    noShop: 'No shop is connected.',
    noKey: 'Nothing is known by which a shop could find them.',
    none: 'No orders found.',
    noneMore: 'Looked up by the address or number they are known by here. They may have ordered by another.',
    counted: (n: number, more: boolean) => (more ? `More than ${count(n, 'order', 'orders')}` : count(n, 'order', 'orders')),
    needs: (level: Verification) => `Seen once ${taken[level]}.`,
    needsForAddress: (level: Verification) => `Addresses are seen once ${taken[level]}.`,
    hidden: 'Not shown to your role.',
    more: 'There are older ones. Look in the shop.',
    showAll: (n: number) => `Show all ${figures(n)}`,
    number: 'Order',
    pieces: (n: number) => count(n, 'piece', 'pieces'),
    item: (quantity: number, title: string) => `${figures(quantity)} × ${title}`,
    shipping: 'Shipped to',
    billing: 'Billed to',
    tracking: 'Tracking',
    note: 'Order note',
    states: {
      'unpaid': 'Not paid', 'open': 'Open', 'on-hold': 'On hold', 'partly-shipped': 'Partly shipped', 'shipped': 'Shipped', 'completed': 'Completed', 'cancelled': 'Cancelled', 'refunded': 'Refunded', 'failed': 'Failed', 'other': 'Other',
    } satisfies Record<OrderState, string>,
    payments: {
      'card': 'Card', 'paypal': 'PayPal', 'klarna': 'Klarna', 'wallet': 'Wallet', 'bank-transfer': 'Bank transfer', 'cash-on-delivery': 'Cash on delivery', 'invoice': 'Invoice', 'gift-card': 'Gift card', 'other': 'Another way',
    } satisfies Record<PaymentMethod, string>,
    silent: {
      unreachable: (shop: string) => `${shop} is not reached right now.`,
      busy: (shop: string) => `${shop} is busy. Try again in a moment.`,
      refused: (shop: string) => `${shop} does not let the hub in. Tell IT.`,
      unusable: (shop: string) => `${shop} answered something that cannot be read. Tell IT.`,
    } satisfies Record<CustomerSeen['silent'][number]['why'], (shop: string) => string>,
  },
  others: {
    title: 'Other conversations',
    none: 'None on this laptop.',
    more: 'There are older ones. Search finds them.',
    noSubject: 'No subject',
  },
  notes: {
    title: 'Notes about them',
    none: 'Nothing noted yet.',
    label: 'New note',
    placeholder: 'For colleagues, on every conversation with them',
    add: 'Keep note',
    remove: (author: string) => `Remove this note of ${author}`,
    notKept: 'The note was not kept: the hub did not answer.',
    notRemoved: 'The note was not removed: the hub did not answer.',
    gone: 'somebody who has left',
  },
  privacy: {
    title: 'Privacy',
    consent: 'Offers by email',
    consents: { yes: 'Agreed', no: 'Not agreed' },
    since: 'Known since',
    exported: 'Data exported',
    never: 'Never asked for',
  },
};

/** "Hamburg, Germany"; null where neither is seen. */
export function placeWords({ city, country }: Pick<OrderCard, 'city' | 'country'>): string | null {
  const parts = [city, country === undefined ? undefined : regions.of(country)].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(', ');
}

/** In the reader's manner. A code that no list of currencies has is written as it is. */
export function amountWords({ amount, currency }: NonNullable<OrderCard['total']>): string {
  return new Intl.NumberFormat(undefined, { style: 'currency', currency }).format(Number(amount));
}
