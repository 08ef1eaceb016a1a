// Channels: where they stand, what has come in by them, and what is to go out.

export interface ChannelTable {
  id: string;
  kind: 'email' | 'webchat' | 'whatsapp' | 'instagram' | 'phone';
  /** What IT calls it ("Support mailbox"). Never a customer's data. */
  name: string;
  /** The team that answers; null: everybody who may read teams' conversations. */
  team_id: string | null;
  /** Sealed: hosts, user, password, allowed origins, as JSON. */
  settings: Uint8Array;
  created_at: number;
  /** A tag of shared/language; null: IT has said none. */
  language: string | null;
  /** Set once removed: the conversations stay, nothing goes in or out any more. */
  removed_at: number | null;
}

/** How far a mailbox has been read (RFC 9051 section 2.3.1, RFC 7162 section 3.1). */
export interface ImapPositionTable {
  channel_id: string;
  /** Decimal text: 32 unsigned bits, compared only for equality. */
  uid_validity: string;
  last_uid: number;
  /** Decimal text: 63 bits; null where the server has no CONDSTORE. */
  mod_seq: string | null;
}

/** A browser that opened the chat page. */
export interface WebchatVisitorTable {
  /** SHA-256 of the visitor's token, which is kept nowhere. */
  token_hash: Uint8Array;
  id: string;
  channel_id: string;
  /** Null until the first message. */
  conversation_id: string | null;
  /** Keyed hash of the customer's id in the shop, for whom its server has vouched; null: nobody has. */
  subject_index: Uint8Array | null;
  created_at: number;
  last_seen_at: number;
}

/** A page of a customer for whom the shop has vouched. */
export interface WebchatSessionTable {
  /** SHA-256 of the session's token, which is kept nowhere. */
  token_hash: Uint8Array;
  visitor_id: string;
  /** Sealed: what the shop has said of them, as JSON. */
  content: Uint8Array;
  ends_at: number;
}

/** Tokens of shops' servers that have opened a session: none opens a second one. */
export interface WebchatUsedTokenTable {
  /** Keyed hash of channel and `jti`. */
  token_index: Uint8Array;
  /** From then on the token is too old anyway. */
  ends_at: number;
}

/** Approved templates of a channel, as the provider last told. They are the company's own words, and no customer's. */
export interface ChannelTemplatesTable {
  channel_id: string;
  /** JSON. */
  templates: string;
  fetched_at: number;
}

/** What has come in and is not yet stored: raw, each under its own key, so that it can be acknowledged at once. */
export interface IntakeSpoolTable {
  id: string;
  channel_id: string;
  /** Keyed hash by which the channel's message is known when it comes twice. */
  source_index: Uint8Array;
  /** Sealed: the key of this entry alone. */
  wrapped_key: Uint8Array;
  /** The raw message, AES-256-GCM under that key. */
  body: Uint8Array;
  received_at: number;
  attempts: number;
  next_try_at: number;
  /** Then it is destroyed whatever became of it. */
  deadline: number;
}

/** Originals that could not be taken in whole, kept for the two-person recovery until their deadline. */
export interface QuarantineTable {
  id: string;
  channel_id: string;
  reason: 'unreadable' | 'too-large' | 'failed';
  wrapped_key: Uint8Array;
  body: Uint8Array;
  received_at: number;
  deadline: number;
}

/** Every message ever taken in, so that none is stored twice. */
export interface IntakeLedgerTable {
  channel_id: string;
  source_index: Uint8Array;
  outcome: 'stored' | 'bounce' | 'quarantined' | 'news';
  at: number;
}

/** What is to go out, and what became of it. */
export interface DeliveryTable {
  message_id: string;
  channel_id: string;
  conversation_id: string;
  /** `sending` at start-up means that the hub stopped between the attempt and its result. */
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  attempts: number;
  next_try_at: number;
  created_at: number;
  finished_at: number | null;
}

/** A part of a message that goes out as several of the channel's own. */
export interface DeliveryPartTable {
  message_id: string;
  /** In their order, from 0. */
  position: number;
  /** 1 once an attempt was begun, whatever became of it. */
  tried: number;
  status: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
  failure: string | null;
  /** Keyed hash of what the channel calls it. */
  remote_id_index: Uint8Array | null;
}

/** A link under which a provider may fetch a file of a message, until then; it goes when it is used. */
export interface FileLinkTable {
  id: string;
  attachment_id: string;
  message_id: string;
  until: number;
}

export interface ChannelTables {
  channels: ChannelTable;
  channel_templates: ChannelTemplatesTable;
  imap_positions: ImapPositionTable;
  webchat_visitors: WebchatVisitorTable;
  webchat_sessions: WebchatSessionTable;
  webchat_used_tokens: WebchatUsedTokenTable;
  intake_spool: IntakeSpoolTable;
  quarantine: QuarantineTable;
  intake_ledger: IntakeLedgerTable;
  deliveries: DeliveryTable;
  delivery_parts: DeliveryPartTable;
  file_links: FileLinkTable;
}
