import type { Amount, OrderState, PaymentMethod } from '../../shared/contract/console/customers.ts';
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

/** A shop system. Nothing outside `hub/orders` knows which one it deals with. Never throws for what the far side does. */
export interface Shop {
  /** Orders whose own e-mail address or number is exactly this one. */
  ordersOf(identifier: Identifier): Promise<ShopAnswer<FoundCustomer>>;
  /** Asks the shop, for IT, whether all that is needed is there. */
  test(): Promise<readonly CheckedPoint[]>;
}
