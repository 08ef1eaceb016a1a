import type { Verification } from '../../../shared/domain/verification.ts';
import type { RevealReason } from '../../../shared/domain/reveal.ts';

/**
 * Tables of the inbox: channels, what came in, who wrote, what was answered.
 *
 * Same rules as the tables of trust. A `content` or `value` column is `Envelope.seal` output under
 * the customer's data key; a `sealed` or `settings` column is `Envelope.sealSystem` output; the
 * context each is sealed under is `table.column:row id`. An `..._index` column is a blind index.
 */
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
}

export interface ConversationTable {
  id: string;
  customer_id: string;
  channel: 'email' | 'whatsapp' | 'instagram' | 'webchat' | 'phone';
  channel_id: string;
  /** Sealed: subject, preview and tags, as JSON. */
  content: Uint8Array;
  /** Keyed hash of customer and subject without "Re:"; null where the channel has no subjects. */
  subject_index: Uint8Array | null;
  status: 'open' | 'pending' | 'snoozed' | 'resolved';
  /** The agent who set it so; null: nobody's doing (a customer's message, IT), or before it was kept. */
  status_by: string | null;
  assignee_id: string | null;
  assignee_by: string | null;
  team_id: string | null;
  priority: 'low' | 'normal' | 'high' | 'urgent';
  /** The agent who set it so. */
  priority_by: string | null;
  /** When it becomes open by itself; null while it is not snoozed. */
  snoozed_until: number | null;
  /** How far it is known who the customer is. */
  verification: Verification;
  /** Since when the customer waits for an answer; null while nobody owes one. */
  waiting_since: number | null;
  /** 1 once an agent has answered. */
  answered: number;
  /** Until when the company has promised itself to answer; null without such a promise. */
  due_at: number | null;
  /** Until when the channel passes on a free reply; null where it has no such end, or the customer never wrote. */
  reply_until: number | null;
  /** The customer's identity that it is with, where answers go; null: the first of its kind. */
  identity_id: string | null;
  /** By which it came from another customer; null: it was always this one's. */
  merge_id: string | null;
  /** Agents who follow it, as JSON. */
  followers: string;
  /** The conversation that its messages are in now; null: it stands for itself. */
  merged_into: string | null;
  /** The agent who began it; null: the customer did. */
  started_by: string | null;
  created_at: number;
  last_message_at: number;
  revision: number;
}

/** That a conversation was put into another, and how it stood then, for the way back. */
export interface ConversationMergeTable {
  id: string;
  into_id: string;
  from_id: string;
  status_before: ConversationTable['status'];
  waiting_before: number | null;
  due_before: number | null;
  snoozed_before: number | null;
  merged_by: string;
  merged_at: number;
  undone_at: number | null;
}

/** Which messages a merge has moved. */
export interface ConversationMergeMessageTable {
  merge_id: string;
  message_id: string;
}

export interface MessageTable {
  id: string;
  conversation_id: string;
  customer_id: string;
  kind: 'inbound' | 'outbound' | 'note' | 'event';
  agent_id: string | null;
  /** Sealed: author, subject, text, HTML, findings, risk, attachments' names, as JSON. */
  content: Uint8Array;
  /** Sealed: how the sender was authenticated, as JSON; null for what came from inside. */
  authentication: Uint8Array | null;
  /** Keyed hash of the Message-ID, for threading. */
  message_id_index: Uint8Array | null;
  /** Sealed: the Message-ID itself, for In-Reply-To and References. */
  message_id: Uint8Array | null;
  /** Sent by a program, not by a person (RFC 3834): never answered automatically. */
  automatic: number;
  sent_at: number;
  /** The order in which the hub stored the conversation's messages: 1, 2, 3 ... */
  position: number;
  status: 'received' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
  /** Our own sentence; never the remote server's words, which may quote an address. */
  failure: string | null;
  revision: number;
}

/** What is kept of a file that came with a message. Name, kind and key are in the message's content. */
export interface AttachmentTable {
  id: string;
  message_id: string;
  conversation_id: string;
  /** Plaintext bytes of the whole. */
  size: number;
  /** 0: nobody has looked inside, or not to its end. 1: text that was redacted. 2: a document that was read whole, with nothing found. 3: something was found that is masked or sealed, and it may not have been read whole. 4: something that is destroyed. 5: as 3, read whole. 6: an agent's, not let out yet. 7: an agent's, which went out. */
  redacted: number;
  /** When it goes, in Unix milliseconds: one with something in it that is destroyed. */
  deadline: number | null;
}

/** The contents, sealed under a key of the attachment's own: shared/trust/chunks.ts. */
export interface AttachmentChunkTable {
  attachment_id: string;
  /** Counts from 0. */
  position: number;
  sealed: Uint8Array;
}

/** A file on its way from a laptop: until a reply takes it along. */
export interface UploadTable {
  id: string;
  agent_id: string;
  conversation_id: string;
  /** Plaintext bytes of the whole. */
  size: number;
  /** How many are here, from the first on. */
  chunks: number;
  /** When a chunk came last, Unix milliseconds. */
  touched_at: number;
}

/** As the device sealed them. */
export interface UploadChunkTable {
  upload_id: string;
  position: number;
  sealed: Uint8Array;
}

/** A wish to see what redaction had hidden. What was hidden is in the message's content. */
export interface RevealTable {
  id: string;
  agent_id: string;
  message_id: string;
  conversation_id: string;
  /** The finding's name in its message. */
  finding: string;
  type: string;
  reason: RevealReason;
  /** `approved` becomes `shown` when the value was handed out, once. */
  state: 'waiting' | 'approved' | 'denied' | 'shown';
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
}

/** A wish to have a file that is held. What was found in it is in the message's content. */
export interface FileReleaseTable {
  id: string;
  agent_id: string;
  /** The laptop it is for, and no other. */
  device_id: string;
  attachment_id: string;
  message_id: string;
  conversation_id: string;
  reason: RevealReason;
  state: 'waiting' | 'released' | 'denied';
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
  /** Until when the laptop may have it, in Unix milliseconds. */
  until: number | null;
}

/** What was destroyed in a message, until its deadline: sealed under a key of its own, which goes with the row. */
export interface RecoverableFindingTable {
  /** The finding's name in its message. */
  id: string;
  message_id: string;
  conversation_id: string;
  type: string;
  /** Sealed: the key of this row alone. */
  wrapped_key: Uint8Array;
  value: Uint8Array;
  deadline: number;
}

export interface MistakeTable {
  id: string;
  finding: string;
  agent_id: string;
  message_id: string;
  conversation_id: string;
  type: string;
  /** `restored`: it was none, and is back in its message. `kept`: it stays destroyed. */
  state: 'waiting' | 'restored' | 'kept';
  asked_at: number;
  decided_by: string | null;
  decided_at: number | null;
  /** The form of what was restored, as a pattern: digits and letters by their number, never which. */
  shape: string | null;
}

/** Every version of the rules by which conversations find who answers them; the highest holds. */
export interface RoutingTable {
  version: number;
  /** Sealed: `Routing`, as JSON. What it answers with and whom it names is the company's. */
  rules: Uint8Array;
  set_by: string;
  set_at: number;
}

/** Who got the last conversation of a rule that gives them in turn. */
export interface RoutingTurnTable {
  /** The rule's name. */
  rule: string;
  agent_id: string;
}

export interface AgentSkillTable {
  agent_id: string;
  /** In lower case. */
  skill: string;
}

/** Whose messages nobody is to be bothered with. */
export interface BlockedSenderTable {
  /** Keyed hash of kind and value. */
  value_index: Uint8Array;
  kind: 'email' | 'domain' | 'phone' | 'webchat' | 'whatsapp' | 'instagram';
  /** Sealed: the address itself. */
  value: Uint8Array;
  blocked_by: string;
  blocked_at: number;
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

/** The first outcome of each command, which a repeated key gets again. */
export interface CommandOutcomeTable {
  key: string;
  agent_id: string;
  /** As JSON; refusals hold our own sentences only. */
  outcome: string;
  at: number;
}

/** A text to answer with. Sealed as a whole: who wrote it may have put a name in. */
export interface CannedReplyTable {
  id: string;
  /** Whose it is; null: everybody's. */
  team_id: string | null;
  /** Keyed hash, so that one shortcut leads to one reply. */
  shortcut_index: Uint8Array;
  /** Sealed: the reply, as JSON. */
  sealed: Uint8Array;
  created_at: number;
  changed_at: number;
}

export interface InboxTables {
  channels: ChannelTable;
  channel_templates: ChannelTemplatesTable;
  imap_positions: ImapPositionTable;
  webchat_visitors: WebchatVisitorTable;
  webchat_sessions: WebchatSessionTable;
  webchat_used_tokens: WebchatUsedTokenTable;
  intake_spool: IntakeSpoolTable;
  quarantine: QuarantineTable;
  intake_ledger: IntakeLedgerTable;
  customers: CustomerTable;
  customer_identities: CustomerIdentityTable;
  customer_merges: CustomerMergeTable;
  conversations: ConversationTable;
  conversation_merges: ConversationMergeTable;
  conversation_merge_messages: ConversationMergeMessageTable;
  messages: MessageTable;
  attachments: AttachmentTable;
  attachment_chunks: AttachmentChunkTable;
  uploads: UploadTable;
  upload_chunks: UploadChunkTable;
  reveals: RevealTable;
  file_releases: FileReleaseTable;
  recoverable_findings: RecoverableFindingTable;
  mistakes: MistakeTable;
  routing: RoutingTable;
  routing_turns: RoutingTurnTable;
  agent_skills: AgentSkillTable;
  blocked_senders: BlockedSenderTable;
  deliveries: DeliveryTable;
  canned_replies: CannedReplyTable;
  command_outcomes: CommandOutcomeTable;
}
