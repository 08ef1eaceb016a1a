// Customers and where they can be reached.

export interface CustomerTable {
  id: string;
  /** Sealed: name, as JSON; empty while it is another customer's part. */
  content: Uint8Array;
  /** Keyed hash of the name, by which those who may be the same person are found; null where it was not looked at yet. */
  name_index: Uint8Array | null;
  created_at: number;
}

export interface CustomerIdentityTable {
  id: string;
  customer_id: string;
  kind: 'email' | 'phone' | 'webchat' | 'whatsapp' | 'instagram';
  value_index: Uint8Array;
  /** Sealed: the address or number itself. */
  value: Uint8Array;
  /** Sealed: what the channel called them last, redacted; null where it has said no name. */
  profile: Uint8Array | null;
  /** By which it came from another customer; null: it was always this one's. */
  merge_id: string | null;
  created_at: number;
}

/** That a person said two customers are one. Everything of the one lies under the other's key, its name here. */
export interface CustomerMergeTable {
  id: string;
  into_id: string;
  from_id: string;
  /** Sealed under the key of `into_id`: what the other was called, as JSON. */
  content: Uint8Array;
  merged_by: string;
  merged_at: number;
  undone_at: number | null;
  /** The merge by which `into_id` came to have this one, made before; null: it was made there. */
  parent_id: string | null;
}

/** That nothing of a customer may be erased for now: a court or an authority may want it. */
export interface CustomerHoldTable {
  customer_id: string;
  /** The agent who has said so. */
  placed_by: string;
  placed_at: number;
}

export interface CustomerTables {
  customers: CustomerTable;
  customer_holds: CustomerHoldTable;
  customer_identities: CustomerIdentityTable;
  customer_merges: CustomerMergeTable;
}
