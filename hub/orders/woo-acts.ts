import { z } from 'zod';
import { Amount } from '../../shared/contract/console/customers.ts';
import type { NewAddress } from '../../shared/contract/console/order-actions.ts';
import { decimalOf, minorOf } from '../../shared/domain/money.ts';
import { markOf, shortMark } from './order-mark.ts';
import type { WooSettings } from './settings.ts';
import { askShop, tellShop } from './shop-http.ts';
import type { ActAnswer, OrderNow, ShopAnswer, ShopDeed, Trace } from './shop.ts';
import { shortText } from './shop-text.ts';

/** Neither `meta_data` nor `transaction_id`: plugins put what is left of card numbers there. */
const fields = 'id,number,status,currency,total,date_paid_gmt,billing,shipping,refunds';

const Text = z.string().max(300).nullish();
const Order = z.object({
  id: z.number().int().min(0),
  number: shortText(60),
  status: z.string().max(60),
  currency: Amount.shape.currency,
  total: Amount.shape.amount,
  date_paid_gmt: z.string().max(40).nullish(),
  billing: z.object({ email: z.string().max(320).nullish(), phone: z.string().max(60).nullish(), country: Text }),
  shipping: z.object({ first_name: Text, last_name: Text, company: Text, address_1: Text, address_2: Text, postcode: Text, city: Text, state: Text, country: Text }),
  refunds: z.array(z.object({ id: z.number().int(), reason: z.string().max(20_000).nullish(), total: Amount.shape.amount })).max(1000),
});
type Order = z.infer<typeof Order>;
const Notes = z.array(z.object({ note: z.string().max(50_000) })).max(1000);
/** Of an error: WordPress's own word for it. */
const Refusal = z.object({ code: z.string().max(200) });

/** What WooCommerce needs where something is changed, as IT finds it beside the key. */
const scope = 'Read/Write';

/** What is done to orders of a WooCommerce shop. It knows no key for doing something once: each is asked for once, and whether it came about is found by looking. */
export class WooActs {
  readonly #settings: WooSettings;

  constructor(settings: WooSettings) {
    this.#settings = settings;
  }

  /** @param isOf whether it is the customer's */
  async orderNow(id: string, isOf: (billing: Order['billing']) => boolean): Promise<ShopAnswer<OrderNow | null>> {
    const answer = await this.#read(id, { _fields: fields }, Order);
    // An order that is gone is answered like a key that is wrong; the panel has just been shown this one.
    if (answer.kind === 'silent') return answer;
    const order = answer.value;
    if (!isOf(order.billing)) return { kind: 'found', value: null };
    return {
      kind: 'found',
      value: {
        number: `#${order.number}`,
        cancelled: order.status === 'cancelled',
        shipped: !unshipped.has(order.status),
        reachable: typeof order.billing.email === 'string' && order.billing.email !== '',
        money: moneyOf(order),
        // WooCommerce tells nobody what a key may do: trying shows it.
        lacks: null,
      },
    };
  }

  async act({ order: id, key, deed }: ShopDeed): Promise<ActAnswer> {
    switch (deed.kind) {
      case 'refund': {
        const now = await this.#read(id, { _fields: fields }, Order);
        if (now.kind === 'silent') return notDone(now.why === 'busy' ? 'busy' : now.why === 'refused' ? 'scope' : 'unreachable');
        const money = moneyOf(now.value);
        if (typeof money === 'string' || money.left.currency !== deed.amount.currency) return notDone('unsupported');
        if (deed.amount.minor > money.left.minor) return notDone(money.left.minor === 0 ? 'nothing-left' : 'too-much');
        // The way of paying is asked to pay it back; what is left is looked at once more by WooCommerce itself.
        return this.#tell('POST', `${id}/refunds`, { amount: decimalOf(deed.amount), reason: markOf(key), api_refund: true, api_restock: false });
      }
      case 'cancel':
        return this.#tell('PUT', id, { status: 'cancelled' });
      case 'address':
        return this.#tell('PUT', id, { shipping: postal(deed.address) });
      case 'confirmation':
        return this.#tell('POST', `${id}/actions/send_order_details`, {});
      case 'note':
        return this.#tell('POST', `${id}/notes`, { note: `${shortMark(key)} ${deed.text}`, customer_note: false });
      default:
        return deed satisfies never;
    }
  }

  async traceOf({ order: id, key, deed }: ShopDeed): Promise<ShopAnswer<Trace>> {
    if (deed.kind === 'confirmation') return { kind: 'found', value: 'untold' };
    if (deed.kind === 'note') {
      const notes = await this.#read(`${id}/notes`, { type: 'internal' }, Notes);
      return notes.kind === 'silent' ? notes : { kind: 'found', value: notes.value.some(({ note }) => note.includes(shortMark(key))) ? 'there' : 'no-trace' };
    }
    const answer = await this.#read(id, { _fields: fields }, Order);
    return answer.kind === 'silent' ? answer : { kind: 'found', value: isThere(answer.value, key, deed) ? 'there' : 'no-trace' };
  }

  async #read<T extends z.ZodType>(path: string, query: Readonly<Record<string, string>>, schema: T): Promise<ShopAnswer<z.output<T>>> {
    const url = this.#url(path);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await askShop({ url, headers: this.#headers() });
    if (answer.kind === 'silent') return answer;
    const value = schema.safeParse(answer.value);
    return value.success ? { kind: 'found', value: value.data } : { kind: 'silent', why: 'unusable', waitMs: 0 };
  }

  async #tell(method: 'POST' | 'PUT', path: string, body: unknown): Promise<ActAnswer> {
    const answer = await tellShop({ url: this.#url(path), headers: this.#headers(), body }, method);
    if (answer.kind === 'lost') return { kind: 'unknown' };
    const { status } = answer;
    if (status === 200 || status === 201) return answer.value === undefined ? { kind: 'unknown' } : { kind: 'done' };
    if (status === 429) return notDone('busy');
    if (status === 401 || status === 403) return { kind: 'not-done', why: 'scope', scope };
    const code = Refusal.safeParse(answer.value).data?.code;
    if (status === 404) return notDone(code === 'rest_no_route' ? 'unsupported' : 'gone');
    if (status === 400) return notDone('shop-refused');
    // A refund that the way of paying turned down is taken back by WooCommerce before it says so, with 500.
    if (status === 500 && code === 'woocommerce_rest_cannot_create_order_refund') return notDone('shop-refused');
    return { kind: 'unknown' };
  }

  #url(path: string): URL {
    return new URL(`${this.#settings.url}/wp-json/wc/v3/orders/${path}`);
  }

  #headers(): Readonly<Record<string, string>> {
    const { consumerKey, consumerSecret } = this.#settings;
    return { Authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`, 'utf8').toString('base64')}` };
  }
}

/** WooCommerce has no word for what has left the house but that an order is completed. */
const unshipped = new Set(['pending', 'on-hold', 'processing']);

function moneyOf({ currency, total, date_paid_gmt, refunds }: Order): OrderNow['money'] {
  const paid = typeof date_paid_gmt === 'string' && date_paid_gmt !== '' ? minorOf(total, currency) : 0;
  const back = refunds.map((each) => minorOf(each.total.replace(/^-/, ''), currency));
  if (paid === null || back.includes(null)) return 'unreadable';
  const left = paid - back.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return { paid: { minor: paid, currency }, left: { minor: Math.max(left, 0), currency } };
}

function isThere({ status, refunds, shipping }: Order, key: string, deed: ShopDeed['deed']): boolean {
  switch (deed.kind) {
    case 'cancel':
      return status === 'cancelled';
    case 'refund':
      return refunds.some(({ reason }) => reason?.includes(markOf(key)));
    case 'address':
      return Object.entries(postal(deed.address)).every(([field, value]) => (shipping[field as keyof Order['shipping']] ?? '') === value);
    case 'note':
    case 'confirmation':
      return false;
    default:
      return deed satisfies never;
  }
}

function postal({ firstName, lastName, company, address1, address2, postalCode, city, province, country }: NewAddress) {
  return { first_name: firstName, last_name: lastName, company, address_1: address1, address_2: address2, postcode: postalCode, city, state: province, country };
}

const notDone = (why: Extract<ActAnswer, { kind: 'not-done' }>['why']): ActAnswer => ({ kind: 'not-done', why, scope: null });
