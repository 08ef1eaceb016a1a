import { setTimeout as later } from 'node:timers/promises';
import { z } from 'zod';
import { Amount } from '../../shared/contract/console/customers.ts';
import type { NewAddress } from '../../shared/contract/console/order-actions.ts';
import { decimalOf, minorOf, type Money } from '../../shared/domain/money.ts';
import { markOf, shortMark } from './order-mark.ts';
import { takenFrom, type Payment } from './refund-split.ts';
import { type Mutated, type ShopifyApi, writeScope } from './shopify-api.ts';
import type { ActAnswer, Identifier, OrderNow, ShopAnswer, ShopDeed, Trace } from './shop.ts';
import { shortText } from './shop-text.ts';

// Never `paymentDetails` or `accountNumber`: they hold what is left of card numbers. Of a payment no more is asked for than its id and gateway.
const orderNow = `query ($id: ID!) {
  order(id: $id) {
    id name email cancelledAt displayFulfillmentStatus currencyCode presentmentCurrencyCode note
    customer { defaultPhoneNumber { phoneNumber } }
    totalReceivedSet { shopMoney { amount currencyCode } }
    suggestedRefund(suggestFullRefund: true) {
      maximumRefundableSet { shopMoney { amount currencyCode } }
      suggestedTransactions { gateway maximumRefundableSet { shopMoney { amount currencyCode } } parentTransaction { id } }
    }
    refunds(first: 100) { note }
    shippingAddress { firstName lastName company address1 address2 zip city provinceCode countryCodeV2 }
  }
  currentAppInstallation { accessScopes { handle } }
}`;

/** The key is Shopify's own: a second one like it, however it came there, is answered with the first one's result (Shopify, "Implementing idempotency"). */
const refund = `mutation ($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
}`;
const cancel = `mutation ($id: ID!, $note: String!) {
  orderCancel(orderId: $id, reason: CUSTOMER, restock: true, notifyCustomer: true, staffNote: $note, refundMethod: { originalPaymentMethodsRefund: false }) { job { id } orderCancelUserErrors { code message } }
}`;
const update = 'mutation ($input: OrderInput!) { orderUpdate(input: $input) { order { id } userErrors { field message } } }';
const invoice = 'mutation ($id: ID!) { orderInvoiceSend(id: $id) { order { id } userErrors { code message } } }';

const Bag = z.object({ shopMoney: z.object({ amount: Amount.shape.amount, currencyCode: Amount.shape.currency }) });
const Text = z.string().max(300).nullish();
const Order = z.object({
  id: z.string().max(200),
  name: shortText(60),
  email: z.string().max(320).nullish(),
  cancelledAt: z.string().nullish(),
  displayFulfillmentStatus: z.string().max(60).nullish(),
  currencyCode: Amount.shape.currency,
  presentmentCurrencyCode: Amount.shape.currency,
  note: z.string().max(20_000).nullish(),
  customer: z.object({ defaultPhoneNumber: z.object({ phoneNumber: z.string().max(60) }).nullish() }).nullish(),
  totalReceivedSet: Bag,
  suggestedRefund: z
    .object({
      maximumRefundableSet: Bag,
      suggestedTransactions: z.array(z.object({ gateway: z.string().max(200).nullish(), maximumRefundableSet: Bag.nullish(), parentTransaction: z.object({ id: z.string().max(200) }).nullish() })).max(100),
    })
    .nullish(),
  refunds: z.array(z.object({ note: z.string().max(20_000).nullish() })).max(250),
  shippingAddress: z.object({ firstName: Text, lastName: Text, company: Text, address1: Text, address2: Text, zip: Text, city: Text, provinceCode: Text, countryCodeV2: Text }).nullish(),
});
type Order = z.infer<typeof Order>;
const OrderAnswer = z.object({ order: Order.nullish(), currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string().max(100) })).max(500) }) });

const UserErrors = z.array(z.object({ code: z.string().max(100).nullish() })).max(100);
const Refunded = z.object({ refundCreate: z.object({ refund: z.object({ id: z.string() }).nullish(), userErrors: UserErrors }) });
const Cancelled = z.object({ orderCancel: z.object({ job: z.object({ id: z.string() }).nullish(), orderCancelUserErrors: UserErrors }) });
const Updated = z.object({ orderUpdate: z.object({ order: z.object({ id: z.string() }).nullish(), userErrors: UserErrors }) });
const Sent = z.object({ orderInvoiceSend: z.object({ order: z.object({ id: z.string() }).nullish(), userErrors: UserErrors }) });

/** A cancellation is a job of Shopify's: so many times it is looked for, so long apart in milliseconds, before it counts as not known. */
const looksForJob = 4;
const apart = 700;

/** What is done to orders of a Shopify shop. Each is asked for once; whether it came about is found by looking. */
export class ShopifyActs {
  readonly #api: ShopifyApi;

  constructor(api: ShopifyApi) {
    this.#api = api;
  }

  async orderNow(id: string, identifiers: readonly Identifier[]): Promise<ShopAnswer<OrderNow | null>> {
    const answer = await this.#api.query(orderNow, { id }, OrderAnswer);
    if (answer.kind === 'silent') return answer;
    const { order, currentAppInstallation } = answer.value;
    if (!order || !isOf(order, identifiers)) return { kind: 'found', value: null };
    return {
      kind: 'found',
      value: {
        number: order.name,
        cancelled: typeof order.cancelledAt === 'string',
        shipped: !unshipped.has(order.displayFulfillmentStatus ?? ''),
        reachable: typeof order.email === 'string' && order.email !== '',
        money: moneyOf(order),
        lacks: currentAppInstallation.accessScopes.some(({ handle }) => handle === writeScope) ? null : writeScope,
      },
    };
  }

  async act(asked: ShopDeed): Promise<ActAnswer> {
    const { order: id, key, deed } = asked;
    switch (deed.kind) {
      case 'refund':
        return this.#refund(id, key, deed.amount);
      case 'cancel':
        return this.#cancel(asked);
      case 'address':
        return saidBy(await this.#api.mutate(update, { input: { id, shippingAddress: mailed(deed.address) } }, Updated), ({ orderUpdate }) => orderUpdate.userErrors, ({ orderUpdate }) => Boolean(orderUpdate.order));
      case 'note': {
        const now = await this.#api.query(orderNow, { id }, OrderAnswer);
        if (now.kind === 'silent') return silentBefore(now);
        if (!now.value.order) return notDone('gone');
        // Shopify has one note for an order: what stands there stays.
        const note = [now.value.order.note ?? '', `${shortMark(key)} ${deed.text}`].filter((part) => part !== '').join('\n');
        return saidBy(await this.#api.mutate(update, { input: { id, note } }, Updated), ({ orderUpdate }) => orderUpdate.userErrors, ({ orderUpdate }) => Boolean(orderUpdate.order));
      }
      case 'confirmation':
        return saidBy(await this.#api.mutate(invoice, { id }, Sent), ({ orderInvoiceSend }) => orderInvoiceSend.userErrors, ({ orderInvoiceSend }) => Boolean(orderInvoiceSend.order));
      default:
        return deed satisfies never;
    }
  }

  async traceOf({ order: id, key, deed }: ShopDeed): Promise<ShopAnswer<Trace>> {
    if (deed.kind === 'confirmation') return { kind: 'found', value: 'untold' };
    const answer = await this.#api.query(orderNow, { id }, OrderAnswer);
    if (answer.kind === 'silent') return answer;
    const { order } = answer.value;
    return { kind: 'found', value: order && isThere(order, key, deed) ? 'there' : 'no-trace' };
  }

  async #refund(id: string, key: string, amount: Money): Promise<ActAnswer> {
    const now = await this.#api.query(orderNow, { id }, OrderAnswer);
    if (now.kind === 'silent') return silentBefore(now);
    const { order } = now.value;
    const money = order && moneyOf(order);
    if (!order || money === undefined) return notDone('gone');
    if (typeof money === 'string' || money === null || money.left.currency !== amount.currency) return notDone('unsupported');
    const taken = amount.minor > money.left.minor ? null : takenFrom(paymentsOf(order), amount.minor);
    if (taken === null) return notDone(money.left.minor === 0 ? 'nothing-left' : 'too-much');
    const transactions = taken.map(({ parent, gateway, minor }) => ({ orderId: id, parentId: parent, gateway, kind: 'REFUND', amount: decimalOf({ minor, currency: amount.currency }) }));
    return saidBy(
      await this.#api.mutate(refund, { input: { orderId: id, note: markOf(key), notify: true, transactions }, key }, Refunded),
      ({ refundCreate }) => refundCreate.userErrors,
      ({ refundCreate }) => Boolean(refundCreate.refund),
    );
  }

  async #cancel(asked: ShopDeed): Promise<ActAnswer> {
    const begun = saidBy(await this.#api.mutate(cancel, { id: asked.order, note: markOf(asked.key) }, Cancelled), ({ orderCancel }) => orderCancel.orderCancelUserErrors, ({ orderCancel }) => Boolean(orderCancel.job));
    for (let look = 0; begun.kind === 'done' && look < looksForJob; look++) {
      const trace = await this.traceOf(asked);
      if (trace.kind === 'found' && trace.value === 'there') return begun;
      await later(apart);
    }
    return begun.kind === 'done' ? { kind: 'unknown' } : begun;
  }
}

const unshipped = new Set(['UNFULFILLED', 'ON_HOLD', 'SCHEDULED', 'OPEN', 'PENDING_FULFILLMENT']);

function isOf({ email, customer }: Order, identifiers: readonly Identifier[]): boolean {
  return identifiers.some(({ kind, value }) => (kind === 'email' ? email?.toLowerCase() === value : customer?.defaultPhoneNumber?.phoneNumber === value));
}

/** Shopify takes a refund in the currency the customer paid in: where that is not the shop's, it is left to the shop's own screen. */
function moneyOf({ currencyCode, presentmentCurrencyCode, totalReceivedSet, suggestedRefund }: Order): OrderNow['money'] {
  if (currencyCode !== presentmentCurrencyCode) return 'foreign';
  const paid = minorOf(totalReceivedSet.shopMoney.amount, currencyCode);
  const left = suggestedRefund ? minorOf(suggestedRefund.maximumRefundableSet.shopMoney.amount, currencyCode) : 0;
  const all = [totalReceivedSet, ...(suggestedRefund ? [suggestedRefund.maximumRefundableSet] : [])];
  if (paid === null || left === null || all.some(({ shopMoney }) => shopMoney.currencyCode !== currencyCode)) return 'unreadable';
  return { paid: { minor: paid, currency: currencyCode }, left: { minor: Math.min(left, paid), currency: currencyCode } };
}

function paymentsOf({ suggestedRefund, currencyCode }: Order): Payment[] {
  return (suggestedRefund?.suggestedTransactions ?? []).flatMap(({ gateway, maximumRefundableSet, parentTransaction }) => {
    const left = maximumRefundableSet ? minorOf(maximumRefundableSet.shopMoney.amount, currencyCode) : null;
    return gateway && parentTransaction && left !== null ? [{ gateway, parent: parentTransaction.id, left }] : [];
  });
}

function isThere({ cancelledAt, refunds, note, shippingAddress }: Order, key: string, deed: ShopDeed['deed']): boolean {
  switch (deed.kind) {
    case 'cancel':
      return typeof cancelledAt === 'string';
    case 'refund':
      return refunds.some((each) => each.note?.includes(markOf(key)));
    case 'note':
      return note?.includes(shortMark(key)) ?? false;
    case 'address': {
      const wanted = mailed(deed.address);
      const { countryCodeV2, ...rest } = shippingAddress ?? {};
      const has: Readonly<Record<string, string | null | undefined>> = { ...rest, countryCode: countryCodeV2 };
      return Object.entries(wanted).every(([field, value]) => (has[field] ?? '') === value);
    }
    case 'confirmation':
      return false;
    default:
      return deed satisfies never;
  }
}

function mailed({ firstName, lastName, company, address1, address2, postalCode, city, province, country }: NewAddress) {
  return { firstName, lastName, company, address1, address2, zip: postalCode, city, provinceCode: province, countryCode: country };
}

const notDone = (why: Extract<ActAnswer, { kind: 'not-done' }>['why']): ActAnswer => ({ kind: 'not-done', why, scope: null });

/** The shop was silent before anything was asked for. */
const silentBefore = ({ why }: Extract<ShopAnswer<unknown>, { kind: 'silent' }>): ActAnswer => notDone(why === 'busy' ? 'busy' : why === 'refused' ? 'scope' : 'unreachable');

/** What the shop says is wrong with it, was not done; neither a result nor an error is no answer. */
function saidBy<T>(answer: Mutated<T>, errors: (value: T) => z.infer<typeof UserErrors>, result: (value: T) => boolean): ActAnswer {
  if (answer.kind !== 'answered') return answer;
  const said = errors(answer.value);
  // Somebody else's request of the same key is under way: that one's result is not known.
  if (said.some(({ code }) => code === 'IDEMPOTENCY_CONCURRENT_REQUEST')) return { kind: 'unknown' };
  if (said.length > 0) return notDone('shop-refused');
  return result(answer.value) ? { kind: 'done' } : { kind: 'unknown' };
}
