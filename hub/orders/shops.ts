import type { Clock } from '../../shared/domain/clock.ts';
import { type FoundCustomer, type FoundOrder, type Identifier, mostOrders, type Shop, type ShopAnswer, type Silence } from './shop.ts';
import { ShopifyShop } from './shopify.ts';
import type { ShopRecord } from './shop-records.ts';
import { WooShop } from './woocommerce.ts';

/** How long what a shop said holds, in milliseconds. In memory only. */
const freshFor = 60_000;
/** Answers kept at once. */
const mostKept = 500;
/** Identifiers of one customer by which a shop is asked: the first ones. */
export const mostIdentifiers = 4;

export interface FoundInShops {
  /** Of all shops, newest first. */
  readonly orders: readonly FoundOrder[];
  readonly more: boolean;
  readonly consent: boolean | null;
  readonly silent: readonly { readonly shop: string; readonly why: Silence }[];
}

/** Longest that one shop may take, all its requests together, in milliseconds: a laptop waits fifteen seconds for the hub. */
const patience = 10_000;

interface Kept {
  readonly until: number;
  readonly answer: Promise<ShopAnswer<FoundCustomer>>;
}

export function openShop(record: ShopRecord, clock: Clock): Shop {
  switch (record.kind) {
    case 'shopify':
      return new ShopifyShop(record.name, record.settings, clock);
    case 'woocommerce':
      return new WooShop(record.name, record.settings);
    default:
      return record satisfies never;
  }
}

/**
 * Looks a customer's orders up in every shop at once. What a shop said is kept for a minute, in memory; a shop that asks
 * for rest, or is not there, is left alone until its time.
 */
export class Shops {
  readonly #clock: Clock;
  /** By the record's id, whose settings never change. */
  readonly #opened = new Map<string, Shop>();
  readonly #kept = new Map<string, Kept>();
  readonly #resting = new Map<string, { readonly until: number; readonly why: Silence }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async find(records: readonly ShopRecord[], identifiers: readonly Identifier[]): Promise<FoundInShops> {
    for (const id of this.#opened.keys()) if (!records.some((record) => record.id === id)) this.#opened.delete(id);
    const asked = records.flatMap((record) => identifiers.slice(0, mostIdentifiers).map(async (identifier) => ({ record, answer: await this.#ask(record, identifier) })));
    const orders = new Map<string, FoundOrder>();
    const silent = new Map<string, Silence>();
    let more = false;
    let consent: boolean | null = null;
    for (const { record, answer } of await Promise.all(asked)) {
      if (answer.kind === 'silent') {
        silent.set(record.name, answer.why);
        continue;
      }
      // Found by address and by number, it is one order all the same.
      for (const order of answer.value.orders) orders.set(`${record.id} ${order.id}`, order);
      more ||= answer.value.more;
      // Where two shops differ, the one that was told no holds.
      if (answer.value.consent !== null) consent = (consent ?? true) && answer.value.consent;
    }
    const sorted = [...orders.values()].sort((one, other) => other.placedAt - one.placedAt);
    return { orders: sorted.slice(0, 2 * mostOrders), more: more || sorted.length > 2 * mostOrders, consent, silent: [...silent].map(([shop, why]) => ({ shop, why })) };
  }

  /** One shop, for doing something there. */
  open(record: ShopRecord): Shop {
    const shop = this.#opened.get(record.id) ?? openShop(record, this.#clock);
    this.#opened.set(record.id, shop);
    return shop;
  }

  /** What a shop said before something was changed there holds no longer. */
  changed(record: ShopRecord): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${record.id} `)) this.#kept.delete(key);
  }

  #ask(record: ShopRecord, identifier: Identifier): Promise<ShopAnswer<FoundCustomer>> {
    const now = this.#clock.monotonic();
    const rest = this.#resting.get(record.id);
    const key = `${record.id} ${identifier.kind} ${identifier.value}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > now) return kept.answer;
    if (rest !== undefined && rest.until > now) return Promise.resolve({ kind: 'silent', why: rest.why, waitMs: rest.until - now });
    const answer = inTime(this.open(record).ordersOf(identifier));
    this.#forget(now);
    this.#kept.set(key, { until: now + freshFor, answer });
    answer.then(
      (said) => {
        if (said.kind === 'found') return;
        this.#kept.delete(key);
        if (said.waitMs > 0) this.#resting.set(record.id, { until: this.#clock.monotonic() + said.waitMs, why: said.why });
      },
      () => this.#kept.delete(key),
    );
    return answer;
  }

  /** What is past its time goes, and of too many the oldest. */
  #forget(now: number): void {
    for (const [key, { until }] of this.#kept) if (until <= now || this.#kept.size >= mostKept) this.#kept.delete(key);
  }
}

/** What a shop says after its time nobody waits for. */
async function inTime(answer: Promise<ShopAnswer<FoundCustomer>>): Promise<ShopAnswer<FoundCustomer>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ShopAnswer<FoundCustomer>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'silent', why: 'unreachable', waitMs: patience }), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
