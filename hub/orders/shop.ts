import type { Amount, OrderState, PaymentMethod } from '../../shared/contract/console/customers.ts';
import type { OrderDeed } from '../../shared/contract/console/order-actions.ts';
import type { Money } from '../../shared/domain/money.ts';
import type { CheckedPoint } from '../channels/channel.ts';

/** Of each customer the newest so many orders are looked at, in each shop. */
export const mostOrders = 10;

/** By what a customer is looked up: what the hub itself holds of them, never what somebody typed. */
export type Identifier =
  /** In lower case. */
  | { readonly kind: 'email'; readonly value: string }
  /** In the form of ITU-T E.164: a plus and digits. */
  | { readonly kind: 'phone'; readonly value: string };

export interface Address {
  /** As one writes it on a parcel, the person's name first. */
  readonly lines: readonly string[];
  readonly city: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/** What a customer may be asked for, to show that they know an order. It is compared at the hub, and is on no card. */
export interface OrderProof {
  /** Of where it goes. */
  readonly postalCode: string | null;
  /** Given with the order, as they were typed there; two at most. */
  readonly phones: readonly string[];
}

/** An order as a shop tells it, before anybody's role and level are looked at. It never holds anything of a card. */
export interface FoundOrder {
  /** What the shop is called here. */
  readonly shop: string;
  /** The shop's own id, for telling two orders apart. */
  readonly id: string;
  readonly number: string;
  readonly placedAt: number;
  readonly state: OrderState;
  readonly items: readonly { readonly title: string; readonly quantity: number }[];
  /** Pieces, also of items that are not listed. */
  readonly pieces: number;
  readonly total: Amount | null;
  readonly payment: PaymentMethod | null;
  readonly shipping: Address | null;
  readonly billing: Address | null;
  readonly tracking: readonly { readonly carrier: string | null; readonly number: string }[];
  readonly note: string | null;
  readonly proof: OrderProof;
}

export interface FoundCustomer {
  /** Newest first, at most `mostOrders`. */
  readonly orders: readonly FoundOrder[];
  /** There are older ones. */
  readonly more: boolean;
  /** Whether they want to be written to with offers; null where the shop does not say. */
  readonly consent: boolean | null;
}

/** Why a shop said nothing. `refused`: it does not let the hub in. `unusable`: nobody can make sense of what it said. */
export type Silence = 'unreachable' | 'busy' | 'refused' | 'unusable';

export type ShopAnswer<T> =
  | { readonly kind: 'found'; readonly value: T }
  /** `waitMs`: before then it need not be asked again. */
  | { readonly kind: 'silent'; readonly why: Silence; readonly waitMs: number };

/** An order as its shop has it this moment. */
export interface OrderNow {
  readonly number: string;
  readonly cancelled: boolean;
  /** Some of it has left. */
  readonly shipped: boolean;
  /** The shop has an e-mail address to write to. */
  readonly reachable: boolean;
  /** What came in, and what of it can be given back, in the order's currency. `foreign`: it was paid in another currency than the shop counts in. */
  readonly money: { readonly paid: Money; readonly left: Money } | 'foreign' | 'unreadable';
  /** What the shop does not let the hub do, as IT finds it there; null where it does, or where only trying tells. */
  readonly lacks: string | null;
}

/** What a shop says of something that it was asked to do. */
export type ActAnswer =
  | { readonly kind: 'done' }
  /** It was not done, for sure. */
  | { readonly kind: 'not-done'; readonly why: 'gone' | 'busy' | 'scope' | 'unsupported' | 'shop-refused' | 'nothing-left' | 'too-much' | 'unreachable'; readonly scope: string | null }
  /** Nobody knows: the answer was lost. */
  | { readonly kind: 'unknown' };

/** What looking shows of something that was asked for. `no-trace`: it is not there, or not yet. `untold`: looking shows nothing of such a thing. */
export type Trace = 'there' | 'no-trace' | 'untold';

/** Something to be done, with what the hub calls it: the shop keeps that, so that it can be found again. */
export interface ShopDeed {
  readonly order: string;
  readonly key: string;
  readonly deed: OrderDeed;
}

/** A shop system. Nothing outside `hub/orders` knows which one it deals with. Never throws for what the far side does. */
export interface Shop {
  /** Orders whose own e-mail address or number is exactly this one. */
  ordersOf(identifier: Identifier): Promise<ShopAnswer<FoundCustomer>>;
  /** An order of whoever is known by one of these; null where it is gone, or of somebody else. */
  orderNow(order: string, identifiers: readonly Identifier[]): Promise<ShopAnswer<OrderNow | null>>;
  /** Asks once. What is lost on the way is `unknown`, and is never asked again. */
  act(asked: ShopDeed): Promise<ActAnswer>;
  /** Whether what was asked for has come about. It only looks. */
  traceOf(asked: ShopDeed): Promise<ShopAnswer<Trace>>;
  /** Asks the shop, for IT, whether all that is needed is there. */
  test(): Promise<readonly CheckedPoint[]>;
}
