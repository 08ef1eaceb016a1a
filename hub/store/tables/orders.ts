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

export interface OrderTables {
  shops: ShopTable;
  customer_looks: CustomerLookTable;
  customer_notes: CustomerNoteTable;
  verification_tries: VerificationTryTable;
}
