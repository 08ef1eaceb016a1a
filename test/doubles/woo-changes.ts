import { z } from 'zod';

export interface WooOrder {
  readonly id: number;
  readonly number: string;
  readonly billing: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What a WooCommerce shop does to an order over REST, from its documentation: refunds, changes of status and address, notes, and mails. It knows no key for doing something once. */
export class WooChanges {
  readonly notes = new Map<number, { readonly note: string; readonly customer_note: boolean }[]>();
  readonly mails: number[] = [];
  /** Changes that reached the shop: method and path. */
  readonly asked: string[] = [];
  /** The way of paying says no to the next refund. */
  gatewayRefuses = false;
  /** Older than 9.5: it sends no order details when asked. */
  old = false;
}

interface Shop {
  readonly orders: WooOrder[];
  readonly permission: 'read' | 'read_write';
  readonly changes: WooChanges;
}

const Refund = z.strictObject({ amount: z.string().regex(/^\d+(?:\.\d+)?$/), reason: z.string(), api_refund: z.boolean(), api_restock: z.boolean() });
const Note = z.strictObject({ note: z.string().min(1), customer_note: z.boolean() });
const Shipping = z.strictObject({ first_name: z.string(), last_name: z.string(), company: z.string(), address_1: z.string(), address_2: z.string(), postcode: z.string(), city: z.string(), state: z.string(), country: z.string() });
const Change = z.union([z.strictObject({ status: z.literal('cancelled') }), z.strictObject({ shipping: Shipping })]);

type Answer = { readonly status: number; readonly value: unknown };
const error = (status: number, code: string, message: string): Answer => ({ status, value: { code, message, data: { status } } });

const decimals = (currency: string) => (currency === 'JPY' ? 0 : currency === 'KWD' ? 3 : 2);
const read = (amount: string, currency: string): bigint => {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  return BigInt(`${whole}${fraction.slice(0, decimals(currency)).padEnd(decimals(currency), '0')}`);
};

/** Null where the request is for no single order. */
export function wooChange(shop: Shop, { method, url, body }: { readonly method: string; readonly url: URL; readonly body: string }): Answer | null {
  const [, number, rest] = /^\/wp-json\/wc\/v3\/orders\/(\d+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
  if (number === undefined) return null;
  const { changes } = shop;
  const id = Number(number);
  const place = shop.orders.findIndex((one) => one.id === id);
  const order = shop.orders[place];
  if (method !== 'GET' && shop.permission !== 'read_write') return error(401, 'woocommerce_rest_authentication_error', 'The API key provided does not have write permissions.');
  if (order === undefined) return error(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.');
  if (method !== 'GET') changes.asked.push(`${method} ${rest ?? ''}`);
  const refunds = order['refunds'] as readonly { id: number; reason: string; total: string }[];
  const put = (part: Readonly<Record<string, unknown>>): WooOrder => (shop.orders[place] = { ...order, ...part });
  switch (`${method} ${rest ?? ''}`) {
    case 'GET ': {
      const fields = url.searchParams.get('_fields')?.split(',') ?? null;
      return { status: 200, value: fields === null ? order : Object.fromEntries(Object.entries(order).filter(([name]) => fields.includes(name))) };
    }
    case 'GET notes':
      return { status: 200, value: (changes.notes.get(id) ?? []).map((note, n) => ({ id: n + 1, author: 'REST API', ...note })) };
    case 'PUT ': {
      const change = Change.parse(JSON.parse(body));
      return { status: 200, value: put('status' in change ? { status: change.status } : { shipping: change.shipping }) };
    }
    case 'POST refunds': {
      const { amount, reason } = Refund.parse(JSON.parse(body));
      const currency = String(order['currency']);
      const left = read(String(order['total']), currency) - refunds.reduce((sum, { total }) => sum + read(total, currency), 0n);
      if (read(amount, currency) <= 0n || read(amount, currency) > left) return error(500, 'woocommerce_rest_cannot_create_order_refund', 'Invalid refund amount.');
      if (changes.gatewayRefuses) {
        changes.gatewayRefuses = false;
        return error(500, 'woocommerce_rest_cannot_create_order_refund', 'The payment gateway for this order does not support automatic refunds.');
      }
      const next = { id: 9000 + refunds.length, reason, total: `-${amount}` };
      put({ refunds: [...refunds, next], ...(read(amount, currency) === left ? { status: 'refunded' } : {}) });
      return { status: 201, value: { id: next.id, amount, reason, refunded_payment: true } };
    }
    case 'POST notes': {
      const note = Note.parse(JSON.parse(body));
      changes.notes.set(id, [...(changes.notes.get(id) ?? []), note]);
      return { status: 201, value: { id: 1, ...note } };
    }
    case 'POST actions/send_order_details':
      if (changes.old) return error(404, 'rest_no_route', 'No route was found matching the URL and request method.');
      changes.mails.push(id);
      return { status: 200, value: { message: 'Order details sent via email.' } };
    default:
      return error(404, 'rest_no_route', 'No route was found matching the URL and request method.');
  }
}
