import type { WhyNot } from '../../../shared/contract/console/order-actions.ts';
import type { OrderAct } from '../../../shared/domain/order-action.ts';

/** Same rules as the tables of the inbox: what is personal or secret is sealed, under `table.column:row id`. */
export interface ShopTable {
  id: string;
  kind: 'shopify' | 'woocommerce';
  /** What IT calls it; agents see it beside an order. */
  name: string;
  /** Sealed: address and secrets, as JSON; empty once removed. */
  settings: Uint8Array;
  created_at: number;
  removed_at: number | null;
}

/** Which customers an agent has looked up, for the hour's limit; older rows go with the next look. */
export interface CustomerLookTable {
  agent_id: string;
  customer_id: string;
  /** The last time. */
  at: number;
}

/** What agents keep in mind about a customer, for colleagues. */
export interface CustomerNoteTable {
  id: string;
  customer_id: string;
  agent_id: string;
  /** Sealed under the customer's data key: the text, redacted. */
  content: Uint8Array;
  created_at: number;
}

/** A try to confirm a customer by an order that was not confirmed, or is being made; older rows go with the next one. */
export interface VerificationTryTable {
  id: string;
  conversation_id: string;
  agent_id: string;
  at: number;
}

/** Something that an agent does, or wants to do, to an order in its shop. Kept for as long as the conversation is: it is what keeps a refund from being made twice. */
export interface OrderActionTable {
  /** Chosen at the laptop. */
  id: string;
  agent_id: string;
  conversation_id: string;
  customer_id: string;
  shop_id: string;
  /** Digest of shop and order. */
  order_ref: string;
  act: OrderAct;
  /** What is given back, in the smallest unit of the currency; null for everything else. */
  amount: number | null;
  currency: string | null;
  /** Digest of what is to be done, so that one id is not two things. */
  deed: string;
  /**
   * `waiting`: for somebody's yes. `begun`: the shop is being asked, or the hub ended while it was. `unknown`: its answer was lost. Of one order no more than one is `begun` or `unknown`.
   * `untold`: never to be known, since looking shows nothing of such a thing.
   */
  state: 'waiting' | 'denied' | 'begun' | 'unknown' | 'untold' | 'done' | 'not-done';
  why: WhyNot | null;
  scope: string | null;
  asked_at: number;
  begun_at: number | null;
  decided_by: string | null;
  decided_at: number | null;
  settled_at: number | null;
  /** Sealed under the customer's data key: the order's own id and number, and what is to be done, which goes once that is over. */
  content: Uint8Array;
}

export interface OrderTables {
  shops: ShopTable;
  customer_looks: CustomerLookTable;
  customer_notes: CustomerNoteTable;
  verification_tries: VerificationTryTable;
  order_actions: OrderActionTable;
}
