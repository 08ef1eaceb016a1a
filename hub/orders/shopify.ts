import { z } from 'zod';
import { Amount, type OrderState } from '../../shared/contract/console/customers.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { CheckedPoint } from '../channels/channel.ts';
import type { ShopifySettings } from './settings.ts';
import { ShopifyActs } from './shopify-acts.ts';
import { ShopifyApi, writeScope } from './shopify-api.ts';
import { type ActAnswer, type Address, type FoundCustomer, type FoundOrder, type Identifier, mostOrders, type OrderNow, type Shop, type ShopAnswer, type ShopDeed, type Trace } from './shop.ts';
import { addressOf, MaybeCountry, MaybeText, Moment, shortText, wayOfPaying } from './shop-text.ts';

/** Items of one order that are listed; of the rest the number of pieces is told. */
const mostItems = 10;

// Never `transactions` or `paymentDetails`: they hold what is left of card numbers.
const orderFields = `
  id name createdAt cancelledAt email phone note
  displayFinancialStatus displayFulfillmentStatus paymentGatewayNames currentSubtotalLineItemsQuantity
  currentTotalPriceSet { shopMoney { amount currencyCode } }
  shippingAddress { ...written } billingAddress { ...written }
  lineItems(first: ${mostItems}) { nodes { title currentQuantity } }
  fulfillments(first: 5) { trackingInfo(first: 3) { company number } }`;
const written = 'fragment written on MailingAddress { name company address1 address2 zip city province countryCodeV2 phone }';
const newest = `first: ${mostOrders + 1}, sortKey: CREATED_AT, reverse: true`;

const byEmail = `query ($text: String!) {
  orders(${newest}, query: $text) { nodes { ${orderFields} } }
  customers(first: 2, query: $text) { nodes { defaultEmailAddress { emailAddress marketingState } } }
} ${written}`;
/** Orders cannot be searched by number, customers can. */
const byPhone = `query ($text: String!) {
  customers(first: 2, query: $text) { nodes { defaultPhoneNumber { phoneNumber } orders(${newest}) { nodes { ${orderFields} } } } }
} ${written}`;
const ownScopes = '{ currentAppInstallation { accessScopes { handle } } }';

const MailingAddress = z.object({
  name: MaybeText(120), company: MaybeText(120), address1: MaybeText(200), address2: MaybeText(200), zip: MaybeText(30), city: MaybeText(100), province: MaybeText(100), countryCodeV2: MaybeCountry, phone: MaybeText(60),
});

const Order = z.object({
  id: z.string().max(200),
  name: shortText(60),
  createdAt: Moment,
  cancelledAt: z.string().nullish(),
  email: z.string().max(320).nullish(),
  phone: z.string().max(60).nullish(),
  note: MaybeText(5000),
  displayFinancialStatus: z.string().max(60).nullish(),
  displayFulfillmentStatus: z.string().max(60).nullish(),
  paymentGatewayNames: z.array(z.string()).max(50).default([]),
  currentSubtotalLineItemsQuantity: z.number().int().min(0),
  currentTotalPriceSet: z.object({ shopMoney: z.object({ amount: Amount.shape.amount, currencyCode: Amount.shape.currency }) }),
  shippingAddress: MailingAddress.nullish(),
  billingAddress: MailingAddress.nullish(),
  lineItems: z.object({ nodes: z.array(z.object({ title: shortText(200), currentQuantity: z.number().int().min(0) })).max(250) }),
  fulfillments: z.array(z.object({ trackingInfo: z.array(z.object({ company: MaybeText(80), number: MaybeText(60) })).max(50) })).max(250),
});
type Order = z.infer<typeof Order>;

const Orders = z.object({ nodes: z.array(Order).max(250) });
const ByEmail = z.object({
  orders: Orders,
  customers: z.object({ nodes: z.array(z.object({ defaultEmailAddress: z.object({ emailAddress: z.string().max(320), marketingState: z.string().max(60) }).nullish() })).max(250) }),
});
const ByPhone = z.object({ customers: z.object({ nodes: z.array(z.object({ defaultPhoneNumber: z.object({ phoneNumber: z.string().max(60) }).nullish(), orders: Orders })).max(250) }) });
const Scopes = z.object({ currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string().max(100) })).max(500) }) });

/** Orders of a Shopify shop, over the GraphQL Admin API. */
export class ShopifyShop implements Shop {
  readonly #name: string;
  readonly #api: ShopifyApi;
  readonly #acts: ShopifyActs;

  constructor(name: string, settings: ShopifySettings, clock: Clock) {
    this.#name = name;
    this.#api = new ShopifyApi(settings, clock);
    this.#acts = new ShopifyActs(this.#api);
  }

  async ordersOf({ kind, value }: Identifier): Promise<ShopAnswer<FoundCustomer>> {
    // In quotes and without what could end them, it is one value of Shopify's search syntax, whatever it holds.
    const text = `${kind}:"${value.replaceAll(/["\\]/g, '')}"`;
    if (kind === 'email') {
      const answer = await this.#api.query(byEmail, { text }, ByEmail);
      if (answer.kind === 'silent') return answer;
      const { orders, customers } = answer.value;
      const self = customers.nodes.find(({ defaultEmailAddress }) => defaultEmailAddress?.emailAddress.toLowerCase() === value)?.defaultEmailAddress;
      // The search knows word parts and other fields: only what is exactly this address is theirs.
      return this.#found(orders.nodes.filter(({ email }) => email?.toLowerCase() === value), self ? consentOf(self.marketingState) : null);
    }
    const answer = await this.#api.query(byPhone, { text }, ByPhone);
    if (answer.kind === 'silent') return answer;
    const theirs = answer.value.customers.nodes.filter(({ defaultPhoneNumber }) => defaultPhoneNumber?.phoneNumber === value);
    return this.#found(theirs.flatMap(({ orders }) => orders.nodes), null);
  }

  async test(): Promise<readonly CheckedPoint[]> {
    const answer = await this.#api.query(ownScopes, {}, Scopes);
    if (answer.kind === 'silent') return [{ ok: false, words: silences[answer.why] }];
    const scopes = answer.value.currentAppInstallation.accessScopes.map(({ handle }) => handle);
    const writing = scopes.filter((scope) => scope.startsWith('write_') && scope !== writeScope);
    const acts = scopes.includes(writeScope);
    return [
      { ok: true, words: 'Shopify believes that it is the app.' },
      ...['read_orders', 'read_customers'].map((scope) => ({ ok: scopes.includes(scope), words: scopes.includes(scope) ? `It has the scope ${scope}.` : `It lacks the scope ${scope}: give it to the app, and install the app again.` })),
      { ok: true, words: acts ? `It has the scope ${writeScope}: agents can change orders, as far as the policy lets them.` : `It lacks the scope ${writeScope}, so that nothing can be changed in the shop. Agents need it to cancel, refund or redirect orders.` },
      { ok: writing.length === 0, words: writing.length === 0 ? 'It can change nothing else in the shop.' : `It can change things in the shop that Sealdesk never changes: take away ${writing.join(', ')}.` },
    ];
  }

  orderNow(order: string, identifiers: readonly Identifier[]): Promise<ShopAnswer<OrderNow | null>> {
    return this.#acts.orderNow(order, identifiers);
  }

  act(asked: ShopDeed): Promise<ActAnswer> {
    return this.#acts.act(asked);
  }

  traceOf(asked: ShopDeed): Promise<ShopAnswer<Trace>> {
    return this.#acts.traceOf(asked);
  }

  #found(orders: readonly Order[], consent: boolean | null): ShopAnswer<FoundCustomer> {
    const sorted = orders.toSorted((one, other) => other.createdAt - one.createdAt);
    return { kind: 'found', value: { orders: sorted.slice(0, mostOrders).map((order) => this.#order(order)), more: sorted.length > mostOrders, consent } };
  }

  #order(order: Order): FoundOrder {
    const { amount, currencyCode } = order.currentTotalPriceSet.shopMoney;
    const [gateway] = order.paymentGatewayNames;
    return {
      shop: this.#name,
      id: order.id,
      number: order.name,
      placedAt: order.createdAt,
      state: stateOf(order),
      items: order.lineItems.nodes.filter(({ currentQuantity }) => currentQuantity > 0).slice(0, mostItems).map(({ title, currentQuantity }) => ({ title, quantity: currentQuantity })),
      pieces: order.currentSubtotalLineItemsQuantity,
      total: { amount, currency: currencyCode },
      payment: gateway === undefined ? null : wayOfPaying(gateway),
      shipping: mailed(order.shippingAddress),
      billing: mailed(order.billingAddress),
      tracking: order.fulfillments.flatMap(({ trackingInfo }) => trackingInfo.flatMap(({ company, number }) => (number === null ? [] : [{ carrier: company, number }]))).slice(0, 10),
      note: order.note,
      proof: { postalCode: order.shippingAddress?.zip ?? null, phones: [order.phone, order.shippingAddress?.phone].filter((phone) => typeof phone === 'string') },
    };
  }
}

const silences = {
  unreachable: 'Shopify is not reached, or its certificate is not that of the shop.',
  busy: 'Shopify asks to be asked less often. Try again in a minute.',
  refused: 'Shopify refuses: the access token, or the app’s credentials, are not right, or the app is not installed in this shop.',
  unusable: 'What answered is no Shopify of this version. Look at the address and the version.',
} as const;

function consentOf(marketingState: string): boolean | null {
  if (marketingState === 'SUBSCRIBED') return true;
  return marketingState === 'INVALID' ? null : false;
}

function mailed(address: z.infer<typeof MailingAddress> | null | undefined): Address | null {
  if (!address) return null;
  const { name, company, address1, address2, zip, city, province, countryCodeV2 } = address;
  return addressOf([name, company, address1, address2, [zip, city].filter((part) => part !== null).join(' ') || null, province], city, countryCodeV2);
}

function stateOf({ cancelledAt, displayFinancialStatus: paid, displayFulfillmentStatus: sent }: Order): OrderState {
  if (cancelledAt !== null && cancelledAt !== undefined) return 'cancelled';
  if (paid === 'REFUNDED') return 'refunded';
  if (sent === 'FULFILLED') return 'shipped';
  if (sent === 'PARTIALLY_FULFILLED') return 'partly-shipped';
  if (sent === 'ON_HOLD') return 'on-hold';
  if (paid === 'PENDING' || paid === 'EXPIRED' || paid === 'VOIDED') return 'unpaid';
  return 'open';
}
