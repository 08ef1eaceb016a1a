import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { Amount, type OrderState } from '../../shared/contract/console/customers.ts';
import type { CheckedPoint } from '../channels/channel.ts';
import type { WooSettings } from './settings.ts';
import { askShop } from './shop-http.ts';
import { type ActAnswer, type Address, type FoundCustomer, type FoundOrder, type Identifier, mostOrders, type OrderNow, type Shop, type ShopAnswer, type ShopDeed, type Silence, type Trace } from './shop.ts';
import { WooActs } from './woo-acts.ts';
import { addressOf, MaybeCountry, MaybeText, Moment, shortText, wayOfPaying } from './shop-text.ts';

/** Orders of one search. It also finds what only resembles what is searched, so that more are asked for than are shown. */
const page = 50;
const mostItems = 10;
/** WooCommerce sends no more than what is named here. Neither `meta_data` nor `transaction_id` is: plugins put what is left of card numbers there. */
const fields = 'id,number,status,currency,date_created_gmt,total,payment_method,customer_note,billing,shipping,line_items';

const Postal = z.object({
  first_name: MaybeText(100), last_name: MaybeText(100), company: MaybeText(120), address_1: MaybeText(200), address_2: MaybeText(200),
  postcode: MaybeText(30), city: MaybeText(100), state: MaybeText(100), country: MaybeCountry,
});

const Order = z.object({
  id: z.number().int().min(0),
  number: shortText(60),
  status: z.string().max(60),
  currency: Amount.shape.currency,
  date_created_gmt: Moment,
  total: Amount.shape.amount,
  payment_method: z.string().nullish(),
  customer_note: MaybeText(5000),
  billing: Postal.extend({ email: z.string().max(320).nullish(), phone: z.string().max(60).nullish() }),
  shipping: Postal.extend({ phone: MaybeText(60) }),
  line_items: z.array(z.object({ name: shortText(200), quantity: z.number().min(0).max(1_000_000).transform(Math.ceil) })).max(1000),
});
type Order = z.infer<typeof Order>;

/** Orders of a WooCommerce shop, over its REST API, version 3. */
export class WooShop implements Shop {
  readonly #name: string;
  readonly #settings: WooSettings;
  readonly #acts: WooActs;

  constructor(name: string, settings: WooSettings) {
    this.#name = name;
    this.#settings = settings;
    this.#acts = new WooActs(settings);
  }

  async ordersOf({ kind, value }: Identifier): Promise<ShopAnswer<FoundCustomer>> {
    const answer = await this.#get({ search: kind === 'email' ? value : nationalEnd(value), per_page: String(page), orderby: 'date', order: 'desc', _fields: fields }, z.array(Order).max(page));
    if (answer.kind === 'silent') return answer;
    const theirs = answer.value.filter(({ status, billing }) => status !== 'checkout-draft' && isTheirs(billing, { kind, value }));
    return { kind: 'found', value: { orders: theirs.slice(0, mostOrders).map((order) => this.#order(order)), more: theirs.length > mostOrders || answer.value.length === page, consent: null } };
  }

  orderNow(order: string, identifiers: readonly Identifier[]): Promise<ShopAnswer<OrderNow | null>> {
    return this.#acts.orderNow(order, (billing) => identifiers.some((identifier) => isTheirs(billing, identifier)));
  }

  act(asked: ShopDeed): Promise<ActAnswer> {
    return this.#acts.act(asked);
  }

  traceOf(asked: ShopDeed): Promise<ShopAnswer<Trace>> {
    return this.#acts.traceOf(asked);
  }

  async test(): Promise<readonly CheckedPoint[]> {
    const answer = await this.#get({ per_page: '1', _fields: 'id' }, z.array(z.object({ id: z.number().int() })).max(1));
    if (answer.kind === 'silent') return [{ ok: false, words: silences[answer.why] }];
    return [
      { ok: true, words: 'The key is believed, and orders can be read.' },
      { ok: true, words: 'Whether it may change orders shows when an agent does so: WooCommerce tells nobody. For that it needs the permission Read/Write; without, nothing can be changed in the shop.' },
    ];
  }

  #order(order: Order): FoundOrder {
    return {
      shop: this.#name,
      id: String(order.id),
      number: `#${order.number}`,
      placedAt: order.date_created_gmt,
      state: states[order.status] ?? 'other',
      items: order.line_items.slice(0, mostItems).map(({ name, quantity }) => ({ title: name, quantity })),
      pieces: order.line_items.reduce((sum, { quantity }) => sum + quantity, 0),
      total: { amount: order.total, currency: order.currency },
      payment: typeof order.payment_method === 'string' && order.payment_method !== '' ? wayOfPaying(order.payment_method) : null,
      shipping: postal(order.shipping),
      billing: postal(order.billing),
      // WooCommerce itself has no tracking numbers; plugins keep them each in their own way.
      tracking: [],
      note: order.customer_note,
      proof: { postalCode: order.shipping.postcode, phones: [order.billing.phone, order.shipping.phone].filter((phone) => typeof phone === 'string') },
    };
  }

  async #get<T extends z.ZodType>(query: Readonly<Record<string, string>>, schema: T): Promise<ShopAnswer<z.output<T>>> {
    const { url: base, consumerKey, consumerSecret } = this.#settings;
    const url = new URL(`${base}/wp-json/wc/v3/orders`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await askShop({ url, headers: { Authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`, 'utf8').toString('base64')}` } });
    if (answer.kind === 'silent') return answer;
    const value = schema.safeParse(answer.value);
    return value.success ? { kind: 'found', value: value.data } : { kind: 'silent', why: 'unusable', waitMs: 0 };
  }
}

const silences: Readonly<Record<Silence, string>> = {
  unreachable: 'The shop is not reached, or its certificate is not that of the address.',
  busy: 'The shop asks to be asked less often. Try again in a minute.',
  refused: 'The shop refuses: the key is not right, may not read orders, or there is no WooCommerce at this address.',
  unusable: 'What answered is no WooCommerce REST API. Look at the address: it must not lead on to another one.',
};

const states: Readonly<Record<string, OrderState>> = {
  'pending': 'unpaid', 'processing': 'open', 'on-hold': 'on-hold', 'completed': 'completed', 'cancelled': 'cancelled', 'refunded': 'refunded', 'failed': 'failed',
};

function postal({ first_name, last_name, company, address_1, address_2, postcode, city, state, country }: z.infer<typeof Postal>): Address | null {
  const joined = (...parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(' ') || null;
  return addressOf([joined(first_name, last_name), company, address_1, address_2, joined(postcode, city), state], city, country);
}

function isTheirs({ email, phone, country }: { readonly email?: string | null | undefined; readonly phone?: string | null | undefined; readonly country?: string | null | undefined }, { kind, value }: Identifier): boolean {
  return kind === 'email' ? email?.toLowerCase() === value : isPhone(phone, country ?? null, value);
}

/** Customers type numbers as they like; the last eight digits stand in most of them without a gap. */
const nationalEnd = (phone: string) => phone.slice(-8);

/** The same number, however it was typed: as one dials it in the country of the bill, or with a country of its own. */
function isPhone(typed: string | null | undefined, country: string | null, phone: string): boolean {
  if (typeof typed !== 'string') return false;
  return parsePhoneNumberFromString(typed, isSupportedCountry(country ?? '') ? { defaultCountry: country as CountryCode } : {})?.number === phone;
}
