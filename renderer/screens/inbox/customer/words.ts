import type { CustomerSeen, OrderCard, OrderState, PaymentMethod } from '../../../../shared/contract/console/customers.ts';
import type { Verification } from '../../../../shared/domain/verification.ts';
import { locale, messages, say } from '../../../languages/spoken.ts';

const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });

const t = messages.customer;

export const words = {
  ...t,
  orders: {
    ...t.orders,
    counted: (n: number, more: boolean) => say(more ? t.orders.countedMore : t.orders.counted, { n }),
    needs: (level: Verification) => t.orders.needs[level],
    needsForAddress: (level: Verification) => t.orders.needsForAddress[level],
    showAll: (n: number) => say(t.orders.showAll, { n }),
    pieces: (n: number) => say(t.orders.pieces, { n }),
    item: (quantity: number, title: string) => say(t.orders.item, { quantity, title }),
    states: t.orders.states satisfies Record<OrderState, string>,
    payments: t.orders.payments satisfies Record<PaymentMethod, string>,
    silent: {
      ...t.orders.silent,
      unreachable: (shop: string) => say(t.orders.silent.unreachable, { shop }),
      busy: (shop: string) => say(t.orders.silent.busy, { shop }),
      refused: (shop: string) => say(t.orders.silent.refused, { shop }),
      unusable: (shop: string) => say(t.orders.silent.unusable, { shop }),
    } satisfies Record<CustomerSeen['silent'][number]['why'], (shop: string) => string>,
  },
  notes: {
    ...t.notes,
    remove: (author: string) => say(t.notes.remove, { author }),
  },
};

/** "Hamburg, Germany"; null where neither is seen. */
export function placeWords({ city, country }: Pick<OrderCard, 'city' | 'country'>): string | null {
  const parts = [city, country === undefined ? undefined : regions.of(country)].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(', ');
}

/** In the reader's manner. A code that no list of currencies has is written as it is. */
export function amountWords({ amount, currency }: NonNullable<OrderCard['total']>): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(amount));
}
