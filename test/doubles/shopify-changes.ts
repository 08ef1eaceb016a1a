import { z } from 'zod';

export interface ShopifyOrder {
  readonly name: string;
  readonly email: string | null;
  readonly createdAt: string;
  readonly [field: string]: unknown;
}

/**
 * What a Shopify shop does to an order, from its documentation: refundCreate with the directive that is asked for from 2026-04 on, orderCancel as a job,
 * orderUpdate, orderInvoiceSend. Money is decimal text, taken from the order's own payments.
 */
export class ShopifyChanges {
  /** One for each refund that was made. */
  readonly refunds: { readonly order: string; readonly note: string; readonly amounts: readonly { readonly parent: string; readonly minor: bigint }[] }[] = [];
  readonly invoices: string[] = [];
  /** Mutations that reached the shop, by name. */
  readonly asked: string[] = [];
  /** How many looks at the order it takes until a cancellation has come about. */
  cancelAfterLooks = 0;
  /** What the shop says no with, once. */
  says: string | null = null;
  readonly cancelling = new Map<string, number>();
  readonly keys = new Map<string, { readonly input: string; readonly answer: unknown }>();
}

/** A payment of an order; where none is written down, a paid order has one of its whole total. */
interface Paid {
  readonly id: string;
  readonly gateway: string;
  readonly amount: string;
}

interface Shop {
  readonly orders: ShopifyOrder[];
  readonly scopes: readonly string[];
  readonly changes: ShopifyChanges;
}

const decimals = (currency: string) => (currency === 'JPY' ? 0 : currency === 'KWD' ? 3 : 2);
/** As the API writes money: yen with a nought behind the point. */
const written = (minor: bigint, currency: string) => {
  const places = decimals(currency);
  const digits = minor.toString().padStart(places + 1, '0');
  return places === 0 ? `${digits}.0` : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
};
const read = (amount: string, currency: string): bigint => {
  const [whole = '0', fraction = ''] = amount.split('.');
  const places = decimals(currency);
  if (/[1-9]/.test(fraction.slice(places))) throw new Error('Finer than the currency.');
  return BigInt(`${whole}${fraction.slice(0, places).padEnd(places, '0')}`);
};

const Refunding = z.strictObject({
  input: z.strictObject({
    orderId: z.string(),
    note: z.string(),
    notify: z.boolean(),
    transactions: z.array(z.strictObject({ orderId: z.string(), parentId: z.string(), gateway: z.string(), kind: z.literal('REFUND'), amount: z.string().regex(/^\d+(?:\.\d+)?$/) })).min(1),
  }),
  key: z.string().min(1).max(255),
});
const Address = z.strictObject({ firstName: z.string(), lastName: z.string(), company: z.string(), address1: z.string(), address2: z.string(), zip: z.string(), city: z.string(), provinceCode: z.string(), countryCode: z.string().length(2) });
const Updating = z.strictObject({ input: z.strictObject({ id: z.string(), note: z.string().optional(), shippingAddress: Address.optional() }) });

const totalOf = (order: ShopifyOrder) => (order['currentTotalPriceSet'] as { shopMoney: { amount: string; currencyCode: string } }).shopMoney;
function paymentsOf(order: ShopifyOrder): readonly Paid[] {
  if (Array.isArray(order['payments'])) return order['payments'] as readonly Paid[];
  return order['displayFinancialStatus'] === 'PENDING' ? [] : [{ id: `gid://shopify/OrderTransaction/1${String(order['id']).replace(/\D/g, '')}`, gateway: 'shopify_payments', amount: totalOf(order).amount }];
}

/** Null where it is none of these. */
export function shopifyChange(shop: Shop, { query, variables, version }: { readonly query: string; readonly variables: Readonly<Record<string, unknown>>; readonly version: string }): Readonly<Record<string, unknown>> | null {
  const { changes } = shop;
  const find = (id: unknown) => shop.orders.find((order) => order['id'] === id);
  const put = (id: unknown, part: Readonly<Record<string, unknown>>) => {
    const place = shop.orders.findIndex((order) => order['id'] === id);
    shop.orders[place] = { ...(shop.orders[place] as ShopifyOrder), ...part };
  };
  const given = (parent: string) => changes.refunds.flatMap(({ amounts }) => amounts).filter((each) => each.parent === parent).reduce((sum, { minor }) => sum + minor, 0n);
  if (/^query \(\$id: ID!\) \{\s*order\(id: \$id\)/.test(query)) {
    const looks = changes.cancelling.get(String(variables['id']));
    if (looks !== undefined) {
      changes.cancelling.set(String(variables['id']), looks - 1);
      if (looks <= 1) put(variables['id'], { cancelledAt: '2026-11-26T10:00:00Z' });
    }
    const order = find(variables['id']);
    const app = { accessScopes: shop.scopes.map((handle) => ({ handle })) };
    if (order === undefined) return { data: { order: null, currentAppInstallation: app } };
    const { currencyCode } = totalOf(order);
    const payments = paymentsOf(order).map((each) => ({ ...each, left: read(each.amount, currencyCode) - given(each.id) }));
    const bag = (minor: bigint) => ({ shopMoney: { amount: written(minor, currencyCode), currencyCode }, presentmentMoney: { amount: written(minor, currencyCode), currencyCode } });
    return {
      data: {
        order: {
          currencyCode, presentmentCurrencyCode: currencyCode, ...order,
          customer: order['phone'] === null ? null : { defaultPhoneNumber: { phoneNumber: order['phone'] } },
          totalReceivedSet: bag(payments.reduce((sum, { amount }) => sum + read(amount, currencyCode), 0n)),
          suggestedRefund: {
            maximumRefundableSet: bag(payments.reduce((sum, { left }) => sum + left, 0n)),
            suggestedTransactions: payments.map(({ id, gateway, left }) => ({ gateway, kind: 'SUGGESTED_REFUND', accountNumber: '•••• 4242', maximumRefundableSet: bag(left), parentTransaction: { id } })),
          },
          refunds: changes.refunds.filter((each) => each.order === order['id']).map(({ note }) => ({ note })),
        },
        currentAppInstallation: app,
      },
    };
  }
  const name = /^mutation [^{]*\{\s*(\w+)/.exec(query)?.[1];
  if (name === undefined) return null;
  changes.asked.push(name);
  if (!shop.scopes.includes('write_orders')) return { data: { [name]: null }, errors: [{ message: `Access denied for ${name} field. Required access: \`write_orders\``, extensions: { code: 'ACCESS_DENIED' }, path: [name] }] };
  const says = changes.says;
  changes.says = null;
  switch (name) {
    case 'refundCreate': {
      const directive = /@idempotent\(key: \$key\)/.test(query);
      if (directive && version < '2026-01') return { errors: [{ message: 'Directive @idempotent is not defined', extensions: { code: 'undefinedDirective' } }] };
      if (!directive && version >= '2026-04') return { errors: [{ message: 'The @idempotent directive is required for this mutation but was not provided.', extensions: { code: 'BAD_REQUEST' } }] };
      const { input, key } = Refunding.parse(variables);
      const before = changes.keys.get(key);
      if (before !== undefined) return before.input === JSON.stringify(input) ? (before.answer as Readonly<Record<string, unknown>>) : { errors: [{ message: 'The same idempotency key cannot be used with different operation parameters.', extensions: { code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH' } }] };
      const order = find(input.orderId);
      const wrong = (message: string) => ({ data: { refundCreate: { refund: null, userErrors: [{ field: ['transactions'], message }] } } });
      if (order === undefined || says !== null) return wrong(says ?? 'Order does not exist');
      const { currencyCode } = totalOf(order);
      const amounts: { parent: string; minor: bigint }[] = [];
      for (const { orderId, parentId, gateway, amount } of input.transactions) {
        const payment = paymentsOf(order).find((each) => each.id === parentId);
        if (orderId !== input.orderId || payment === undefined || payment.gateway !== gateway) return wrong('Transaction does not belong to the order');
        const minor = read(amount, currencyCode);
        if (minor <= 0n || minor > read(payment.amount, currencyCode) - given(parentId)) return wrong('Refund amount exceeds what can be refunded');
        amounts.push({ parent: parentId, minor });
      }
      changes.refunds.push({ order: input.orderId, note: input.note, amounts });
      const answer = { data: { refundCreate: { refund: { id: `gid://shopify/Refund/${changes.refunds.length}` }, userErrors: [] } } };
      changes.keys.set(key, { input: JSON.stringify(input), answer });
      return answer;
    }
    case 'orderCancel': {
      const order = find(variables['id']);
      const wrong = (code: string) => ({ data: { orderCancel: { job: null, orderCancelUserErrors: [{ code, message: 'Cannot cancel' }] } } });
      if (order === undefined) return wrong('NOT_FOUND');
      if (order['cancelledAt'] !== null || order['displayFulfillmentStatus'] === 'FULFILLED' || says !== null) return wrong('INVALID');
      if (changes.cancelAfterLooks === 0) put(variables['id'], { cancelledAt: '2026-11-26T10:00:00Z' });
      else changes.cancelling.set(String(variables['id']), changes.cancelAfterLooks);
      return { data: { orderCancel: { job: { id: 'gid://shopify/Job/1' }, orderCancelUserErrors: [] } } };
    }
    case 'orderUpdate': {
      const { id, note, shippingAddress } = Updating.parse(variables).input;
      if (find(id) === undefined || says !== null) return { data: { orderUpdate: { order: null, userErrors: [{ field: ['id'], message: says ?? 'Order does not exist' }] } } };
      const { countryCode, ...rest } = shippingAddress ?? { countryCode: '' };
      put(id, { ...(note === undefined ? {} : { note }), ...(shippingAddress === undefined ? {} : { shippingAddress: { ...rest, name: `${shippingAddress.firstName} ${shippingAddress.lastName}`.trim(), province: null, countryCodeV2: countryCode } }) });
      return { data: { orderUpdate: { order: { id }, userErrors: [] } } };
    }
    case 'orderInvoiceSend': {
      const order = find(variables['id']);
      if (order === undefined || order.email === null || says !== null) return { data: { orderInvoiceSend: { order: null, userErrors: [{ code: 'ORDER_INVOICE_SEND_UNSUCCESSFUL', message: 'No email' }] } } };
      changes.invoices.push(order.email);
      return { data: { orderInvoiceSend: { order: { id: variables['id'] }, userErrors: [] } } };
    }
    default:
      return { errors: [{ message: `Field '${name}' doesn't exist on type 'Mutation'`, extensions: { code: 'undefinedField' } }] };
  }
}
