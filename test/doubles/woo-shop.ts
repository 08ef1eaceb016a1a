import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { json, ShopServer } from './shop-server.ts';
import { wooChange, WooChanges, type WooOrder } from './woo-changes.ts';

const billing = { first_name: 'Anna', last_name: 'Berger', company: '', address_1: 'Große Bergstraße 4', address_2: '', city: 'Hamburg', state: 'DE-HH', postcode: '22767', country: 'DE', email: 'anna@berger.example', phone: '040 1234567' };

export function wooOrder(part: { readonly id: number } & Readonly<Record<string, unknown>>): WooOrder {
  const { email: _email, phone: _phone, ...postal } = billing;
  return {
    number: String(part.id), status: 'processing', currency: 'EUR', date_created: '2026-11-05T11:00:00', date_created_gmt: '2026-11-05T10:00:00', date_paid_gmt: '2026-11-05T10:01:00', refunds: [], total: '59.00', customer_id: 0,
    payment_method: 'stripe', payment_method_title: 'Visa ending in 4242', transaction_id: 'ch_3Nw', customer_ip_address: '203.0.113.7', customer_note: '',
    billing, shipping: { ...postal, address_1: 'Elbchaussee 17' },
    line_items: [{ id: 1, name: 'Rain jacket Skagen', quantity: 1, total: '59.00', meta_data: [] }],
    meta_data: [{ id: 9, key: '_stripe_card_last4', value: '4242' }],
    ...part,
  };
}

/**
 * The REST API (version 3) of a WooCommerce shop, from its documentation: Basic authentication by key and secret, a search
 * that finds whatever resembles it in any field, and `_fields`, which names what is sent.
 */
export class WooDouble extends ShopServer {
  readonly key = `ck_${randomBytes(20).toString('hex')}`;
  readonly secret = `cs_${randomBytes(20).toString('hex')}`;
  readonly orders: WooOrder[] = [];
  /** What the key may do, as IT chose when it was made. */
  permission: 'read' | 'read_write' = 'read';
  readonly changes = new WooChanges();

  protected answer({ method, url, headers, body }: Parameters<ShopServer['answer']>[0], response: ServerResponse): void {
    const believed = headers.authorization === `Basic ${Buffer.from(`${this.key}:${this.secret}`).toString('base64')}`;
    const change = believed ? wooChange(this, { method, url, body }) : null;
    if (change !== null) return json(response, change.status, change.value);
    if (method !== 'GET' || url.pathname !== '/wp-json/wc/v3/orders') return json(response, 404, { code: 'rest_no_route', message: 'No route was found matching the URL and request method.', data: { status: 404 } });
    if (!believed) return json(response, 401, { code: 'woocommerce_rest_cannot_view', message: 'Sorry, you cannot list resources.', data: { status: 401 } });
    const size = Number(url.searchParams.get('per_page') ?? 10);
    if (!Number.isInteger(size) || size < 1 || size > 100) return json(response, 400, { code: 'rest_invalid_param', message: 'Invalid parameter(s): per_page', data: { status: 400 } });
    const search = url.searchParams.get('search')?.toLowerCase() ?? '';
    const fields = url.searchParams.get('_fields')?.split(',') ?? null;
    const found = this.orders.filter((order) => search === '' || Object.values(order.billing).some((value) => value.toLowerCase().replaceAll(' ', '').includes(search)) || order.number === search).sort((a, b) => b.id - a.id);
    json(response, 200, found.slice(0, size).map((order) => (fields === null ? order : Object.fromEntries(Object.entries(order).filter(([name]) => fields.includes(name))))));
  }
}
