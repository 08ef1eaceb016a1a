import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { json, ShopServer } from './shop-server.ts';
import { shopifyChange, ShopifyChanges, type ShopifyOrder } from './shopify-changes.ts';

const Asked = z.strictObject({ query: z.string().min(10), variables: z.record(z.string(), z.unknown()) });

const Granting = z.strictObject({ client_id: z.string(), client_secret: z.string(), grant_type: z.literal('client_credentials') });

const hamburg = { name: 'Anna Berger', company: null, address1: 'Elbchaussee 17', address2: '', zip: '22765', city: 'Hamburg', province: null, countryCodeV2: 'DE' };

/** An order as the API writes it, with more in it than anybody asks for. */
export function shopifyOrder(part: Partial<ShopifyOrder> & { readonly name: string; readonly email: string | null }): ShopifyOrder {
  return {
    id: `gid://shopify/Order/${part.name.replace(/\D/g, '')}`,
    createdAt: '2026-11-02T09:30:00Z',
    cancelledAt: null,
    phone: null,
    note: null,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'FULFILLED',
    paymentGatewayNames: ['shopify_payments'],
    currentSubtotalLineItemsQuantity: 3,
    currentTotalPriceSet: { shopMoney: { amount: '149.90', currencyCode: 'EUR' }, presentmentMoney: { amount: '149.90', currencyCode: 'EUR' } },
    shippingAddress: hamburg,
    billingAddress: { ...hamburg, address1: 'Große Bergstraße 4' },
    lineItems: { nodes: [{ title: 'Trail boot Lofoten, 42', currentQuantity: 1 }, { title: 'Merino socks', currentQuantity: 2 }] },
    fulfillments: [{ trackingInfo: [{ company: 'DHL', number: '00340434161094015902', url: 'https://dhl.example/t' }] }],
    transactions: [{ paymentDetails: { number: '•••• •••• •••• 4242', company: 'Visa', name: 'A BERGER', expirationMonth: 12 } }],
    customerJourneySummary: { momentsCount: 4 },
    ...part,
  };
}

/** What a query may be made of: the documented fields and arguments that such an app has to do with. A field that is not there is refused, as GraphQL does. */
const vocabulary = new Set(
  `query text String fragment written on MailingAddress first sortKey CREATED_AT reverse true nodes
   orders id name createdAt cancelledAt email phone note displayFinancialStatus displayFulfillmentStatus paymentGatewayNames currentSubtotalLineItemsQuantity
   currentTotalPriceSet shopMoney amount currencyCode shippingAddress billingAddress company address1 address2 zip city province countryCodeV2
   lineItems title currentQuantity fulfillments trackingInfo number
   customers defaultEmailAddress emailAddress marketingState defaultPhoneNumber phoneNumber currentAppInstallation accessScopes handle
   mutation id ID order customer currencyCode presentmentCurrencyCode totalReceivedSet suggestedRefund suggestFullRefund maximumRefundableSet suggestedTransactions gateway parentTransaction refunds
   firstName lastName provinceCode
   input key RefundInput OrderInput refundCreate idempotent refund userErrors field message code orderCancel orderId reason CUSTOMER restock notifyCustomer staffNote refundMethod originalPaymentMethodsRefund false
   job orderCancelUserErrors orderUpdate orderInvoiceSend`.split(/\s+/),
);

/**
 * The GraphQL Admin API of a Shopify shop, from its documentation: the token's header, the version in the path, errors
 * with 200, the cost of a query and the bucket it is taken from, and a search whose values stand in quotes. It answers
 * with whole orders, as a shop that had been asked for more would, so that what is dropped can be seen to be.
 */
export class ShopifyDouble extends ShopServer {
  token = `shpat_${randomBytes(16).toString('hex')}`;
  readonly clientId = randomBytes(16).toString('hex');
  readonly clientSecret = `shpss_${randomBytes(16).toString('hex')}`;
  /** How long a granted token holds, in seconds. */
  holds = 86_399;
  readonly orders: ShopifyOrder[] = [];
  /** By address or number: whether they subscribed. */
  readonly subscribed = new Map<string, 'SUBSCRIBED' | 'UNSUBSCRIBED'>();
  scopes = ['read_orders', 'read_customers'];
  /** Points left in the bucket. */
  points = 1000;
  /** What was done to orders, and how often each was asked for. */
  readonly changes = new ShopifyChanges();

  protected answer({ method, url, body, headers }: Parameters<ShopServer['answer']>[0], response: ServerResponse): void {
    if (method === 'POST' && url.pathname === '/admin/oauth/access_token') {
      const asked = Granting.safeParse(JSON.parse(body));
      if (!asked.success || asked.data.client_id !== this.clientId || asked.data.client_secret !== this.clientSecret) return json(response, 400, { error: 'invalid_client', error_description: 'Client authentication failed' });
      this.token = `shpat_${randomBytes(16).toString('hex')}`;
      return json(response, 200, { access_token: this.token, scope: this.scopes.join(','), expires_in: this.holds });
    }
    if (method !== 'POST' || !/^\/admin\/api\/20\d\d-(?:01|04|07|10)\/graphql\.json$/.test(url.pathname)) return json(response, 404, { errors: 'Not Found' });
    if (headers['x-shopify-access-token'] !== this.token) return json(response, 401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' });
    if (headers['content-type'] !== 'application/json') return json(response, 400, { errors: { query: 'Required parameter missing or invalid' } });
    const { query, variables } = Asked.parse(JSON.parse(body));
    const unknown = (query.match(/[A-Za-z_]\w*/g) ?? []).find((word) => !vocabulary.has(word));
    if (unknown !== undefined || query.split('{').length !== query.split('}').length) return json(response, 200, { errors: [{ message: `Field '${unknown}' doesn't exist on type 'QueryRoot'`, extensions: { code: 'undefinedField' } }] });
    const cost = { requestedQueryCost: 92, actualQueryCost: 12, throttleStatus: { maximumAvailable: 1000, currentlyAvailable: this.points, restoreRate: 50 } };
    if (this.points < 92) return json(response, 200, { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } }], extensions: { cost: { ...cost, actualQueryCost: null } } });
    this.points -= 12;
    const version = url.pathname.slice(11, 18);
    const change = shopifyChange(this, { query, variables, version });
    if (change !== null) return json(response, 200, { ...change, extensions: { cost } });
    if (/^\s*\{ currentAppInstallation/.test(query)) return json(response, 200, { data: { currentAppInstallation: { accessScopes: this.scopes.map((handle) => ({ handle })) } }, extensions: { cost } });
    if (!this.scopes.includes('read_orders')) return json(response, 200, { data: null, errors: [{ message: 'Access denied for orders field.', extensions: { code: 'ACCESS_DENIED' }, path: ['orders'] }], extensions: { cost } });
    const search = /^(email|phone):"([^"]+)"$/.exec(typeof variables['text'] === 'string' ? variables['text'] : '');
    if (search === null) return json(response, 200, { errors: [{ message: 'Parse error', extensions: { code: 'BAD_REQUEST' } }] });
    const [, kind = '', value = ''] = search;
    const first = Number(/orders\(first: (\d+)/.exec(query)?.[1]);
    // As a search does: also what only begins with the value, or stands elsewhere.
    const near = this.orders.filter((order) => String(kind === 'email' ? order.email : order['phone']).toLowerCase().includes(value.toLowerCase())).sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt)).slice(0, first);
    const marketingState = this.subscribed.get(value) ?? 'NOT_SUBSCRIBED';
    if (kind === 'email') return json(response, 200, { data: { orders: { nodes: near }, customers: { nodes: [{ defaultEmailAddress: { emailAddress: value, marketingState } }] } }, extensions: { cost } });
    const numbers = [...new Set(near.map((order) => String(order['phone'])))];
    return json(response, 200, { data: { customers: { nodes: numbers.map((phoneNumber) => ({ defaultPhoneNumber: { phoneNumber }, orders: { nodes: near.filter((order) => order['phone'] === phoneNumber) } })) } }, extensions: { cost } });
  }
}
