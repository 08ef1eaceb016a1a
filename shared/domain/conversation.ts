import { z } from 'zod';
import { Tags } from './tag.ts';
import { maxCopies, OtherRecipient } from './copies.ts';
import { MailPart } from './mail-part.ts';
import { Verification } from './verification.ts';
import { AgentId, ConversationId, CustomerId, MessageId, TeamId, Timestamp } from './ids.ts';
import { ShownName, ShownText } from './shown-text.ts';

export const Channel = z.enum(['email', 'whatsapp', 'instagram', 'webchat', 'phone']);
export type Channel = z.infer<typeof Channel>;

export const ConversationStatus = z.enum(['open', 'pending', 'snoozed', 'resolved']);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

/** How soon it wants an answer, the least first. */
export const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
export type Priority = z.infer<typeof Priority>;

/** How far ahead a conversation can be snoozed, in milliseconds: two years. */
export const longestSnooze = 2 * 366 * 24 * 60 * 60 * 1000;

/** Longest text of one message, in UTF-16 code units. Longer mail is cut at intake and marked so. */
export const maxMessageText = 200_000;
/** Longest reply an agent can write. */
export const maxReplyText = 50_000;

/** Colleagues called in one note. */
export const mostMentions = 20;

/** Colleagues who follow one conversation. */
export const mostFollowers = 50;

/** What an agent writes: a reply goes to the customer, a note stays among colleagues. */
export const WrittenKind = z.enum(['reply', 'note']);
export type WrittenKind = z.infer<typeof WrittenKind>;

/** What a list row needs. `preview` is already redacted. */
export const Conversation = z.object({
  id: ConversationId,
  customerId: CustomerId,
  customerName: ShownName(200),
  channel: Channel,
  subject: ShownName(1000),
  preview: ShownName(240),
  status: ConversationStatus,
  assigneeId: AgentId.nullable(),
  teamId: TeamId.nullable(),
  /** Not said, as what follows, by a hub of before: then it is as every conversation begins. */
  priority: Priority.default('normal'),
  tags: Tags.default([]),
  /** When a snoozed conversation becomes open by itself; null while it is not snoozed. */
  snoozedUntil: Timestamp.nullable().default(null),
  /** Until when the company has promised itself to answer; null where nobody owes an answer, or nothing is promised. */
  dueAt: Timestamp.nullable().default(null),
  /** Not said by a hub of before: then nothing is known. */
  verification: Verification.default('unverified'),
  /**
   * Until when the channel passes on what is written freely (`reply-window.ts`); null where it has no such end, or the hub
   * does not know one.
   */
  replyUntil: Timestamp.nullable().default(null),
  /** To whom else the customer's newest mail went: a reply may go to them as well. */
  others: z.array(OtherRecipient).max(maxCopies).default([]),
  /** Colleagues who want to know what happens in it, as who has it does. It lets nobody see it who could not. */
  followers: z.array(AgentId).max(mostFollowers).default([]),
  /** Its messages are in that one now, and answers come there; null while it stands for itself. */
  mergedInto: ConversationId.nullable().default(null),
  createdAt: Timestamp,
  /** When the newest message came or went; the list is ordered by it. */
  lastMessageAt: Timestamp,
  /** Grows by one with each change at the hub, so that an older copy never overwrites a newer one. */
  revision: z.number().int().min(1),
});
export type Conversation = z.infer<typeof Conversation>;

/** Whether an agent is told of what happens in it: who has it, and who follows it. */
export function concerns({ assigneeId, followers }: Pick<Conversation, 'assigneeId' | 'followers'>, agentId: string): boolean {
  return assigneeId === agentId || followers.some((id) => id === agentId);
}

/** What redaction found. `start` and `end` are offsets into the message's `text`, where the mask now stands. */
export const Finding = z.object({
  type: z.string().min(1).max(40),
  mask: z.string().min(1).max(80),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  /** Names what was hidden where the hub has kept it, and may reveal it; absent where it is gone for good. */
  sealed: z.uuid().optional(),
  /** It was destroyed, and two people together can bring it back until then if it was none of what it was taken for. */
  recoverable: z.object({ id: z.uuid(), until: Timestamp }).optional(),
});
export type Finding = z.infer<typeof Finding>;

/** Files of one message. */
export const maxFiles = 100;
/** What one message lists of what was destroyed outside of its text. */
export const maxElsewhere = 100;

const elsewhere = {
  /** By this name two people bring it back, until then. */
  id: z.uuid(),
  until: Timestamp,
  type: z.string().min(1).max(40),
  mask: z.string().min(1).max(80),
  /** Where the mask stands in its place, in UTF-16 code units. */
  start: z.number().int().min(0),
};

/** What was destroyed outside of a message's text, and can be brought back as a finding's `recoverable` can. `file`: which of its attachments, from 0. */
export const Elsewhere = z.discriminatedUnion('in', [
  z.object({ in: z.enum(['subject', 'author']), ...elsewhere }),
  z.object({ in: z.enum(['file-name', 'file']), file: z.number().int().min(0).max(maxFiles - 1), ...elsewhere }),
]);
export type Elsewhere = z.infer<typeof Elsewhere>;

/** What assessment found, worst first. */
export const Risk = z.object({
  level: z.enum(['none', 'caution', 'dangerous']),
  reasons: z.array(z.string().max(300)).max(20),
});
export type Risk = z.infer<typeof Risk>;

/** As pages and lists have it: never with a key. */
export const Attachment = z.object({
  name: ShownName(255),
  mediaType: z.string().max(127),
  size: z.number().int().min(0),
  /** Of mail: what it is besides a file. */
  part: MailPart.optional(),
});
export type Attachment = z.infer<typeof Attachment>;

/**
 * `received`: came from the customer. `queued`: on the device only. `conflict`: on the device only, and a person has to
 * say what becomes of it. `accepted`: the hub has it. The rest is what the channel reports.
 */
export const MessageStatus = z.enum(['received', 'queued', 'conflict', 'accepted', 'sent', 'delivered', 'read', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

/** To whom a conversation was handed over with a note: a colleague, or a team, of whom somebody takes it. */
export const HandedTo = z.discriminatedUnion('kind', [z.object({ kind: z.literal('agent'), id: AgentId }), z.object({ kind: z.literal('team'), id: TeamId })]);
export type HandedTo = z.infer<typeof HandedTo>;

export const Message = z.object({
  id: MessageId,
  conversationId: ConversationId,
  kind: z.enum(['inbound', 'outbound', 'note', 'event']),
  channel: Channel,
  authorName: ShownName(200),
  agentId: AgentId.nullable(),
  subject: ShownName(1000).nullable(),
  /** Plain text, redacted. The search index is made of it. */
  text: ShownText(maxMessageText),
  /** What an agent wrote with marks (shared/marks): `text` begins with its plain reading, or it is not to be used. Absent where it had none. */
  marked: ShownText(maxReplyText).optional(),
  /** Sanitised and redacted HTML, where the channel has it. Never shown without a sandboxed frame. */
  html: z.string().max(1_000_000).nullable(),
  sentAt: Timestamp,
  status: MessageStatus,
  failure: z.string().max(500).nullable(),
  findings: z.array(Finding).max(500),
  risk: Risk,
  attachments: z.array(Attachment).max(maxFiles),
  /** Absent where there is nothing of the kind, or no longer. */
  elsewhere: z.array(Elsewhere).min(1).max(maxElsewhere).optional(),
  /** Colleagues whom a note calls by name; absent where it calls nobody. */
  mentions: z.array(AgentId).min(1).max(mostMentions).optional(),
  /** Another conversation that the line is about, which one may go to. */
  leadsTo: ConversationId.optional(),
  /** A note that hands the conversation over says to whom. */
  handedTo: HandedTo.optional(),
  /** A note that a lead whispers to whoever is answering. */
  whisperTo: AgentId.optional(),
  /**
   * The order in which the hub stored what was sent in one moment, within a conversation. Absent from a hub of before, and from
   * what is on the device only.
   */
  place: z.number().int().min(1).optional(),
  /** When its author last changed its words on the channel; absent where they are as they came. */
  editedAt: Timestamp.optional(),
  /** Grows by one each time the hub replaces the message (later redaction, unsend, erasure). */
  revision: z.number().int().min(1),
});
export type Message = z.infer<typeof Message>;
