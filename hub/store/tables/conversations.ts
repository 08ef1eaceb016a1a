import type { Verification } from '../../../shared/domain/verification.ts';

// Conversations, their messages, and what is done in them.

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

/** A draft that an agent's devices have in common, or that there was one. */
export interface DraftTable {
  agent_id: string;
  conversation_id: string;
  kind: 'reply' | 'note';
  version: number;
  /** By which the device that wrote this version asks again. */
  key: string;
  /** Sealed: the text, and how many files lie beside it on which device, as JSON; null: there is none any more. */
  content: Uint8Array | null;
  /** 1: it is gone because it went out. */
  sent: number;
  /** 1: it is gone because something was in it that must not be kept. */
  withheld: number;
  changed_at: number;
}

/** What an agent has begun to write to somebody first, or of a call; or that there was such a thing. */
export interface BeginningTable {
  agent_id: string;
  id: string;
  version: number;
  /** By which the device that wrote this version asks again. */
  key: string;
  /** Under whose data key it lies; null: under the hub's own, since nobody is known by what was typed. */
  customer_id: string | null;
  /** Sealed: the Beginning, as JSON; null: there is none any more. */
  content: Uint8Array | null;
  /** 1: it is gone because something was in it that must not be kept. */
  withheld: number;
  changed_at: number;
}

export interface ConversationTables {
  conversations: ConversationTable;
  conversation_merges: ConversationMergeTable;
  conversation_merge_messages: ConversationMergeMessageTable;
  messages: MessageTable;
  canned_replies: CannedReplyTable;
  command_outcomes: CommandOutcomeTable;
  drafts: DraftTable;
  beginnings: BeginningTable;
}
