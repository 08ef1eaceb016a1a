import { z } from 'zod';

/**
 * Identifiers. Every one is a random UUID (RFC 9562 version 4), branded so that a device id cannot
 * be passed where a conversation id is meant.
 */
export const DeviceId = z.uuid().brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;

export const InviteId = z.uuid().brand<'InviteId'>();
export type InviteId = z.infer<typeof InviteId>;

/** A record of the company's inventory of machines. */
export const InventoryId = z.uuid().brand<'InventoryId'>();
export type InventoryId = z.infer<typeof InventoryId>;

export const AgentId = z.uuid().brand<'AgentId'>();
export type AgentId = z.infer<typeof AgentId>;

export const TeamId = z.uuid().brand<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;

export const CustomerId = z.uuid().brand<'CustomerId'>();
export type CustomerId = z.infer<typeof CustomerId>;

export const ConversationId = z.uuid().brand<'ConversationId'>();
export type ConversationId = z.infer<typeof ConversationId>;

/** What is to become a conversation, and is not sent yet. */
export const BeginningId = z.uuid().brand<'BeginningId'>();
export type BeginningId = z.infer<typeof BeginningId>;

export const MessageId = z.uuid().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

export const AttachmentId = z.uuid().brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

/** A text written once, to answer with again and again. */
export const CannedReplyId = z.uuid().brand<'CannedReplyId'>();
export type CannedReplyId = z.infer<typeof CannedReplyId>;

/** An agent's wish to see what redaction has hidden. */
export const RevealId = z.uuid().brand<'RevealId'>();
export type RevealId = z.infer<typeof RevealId>;

/** An agent's wish to have a file that the hub holds. */
export const ReleaseId = z.uuid().brand<'ReleaseId'>();
export type ReleaseId = z.infer<typeof ReleaseId>;

/** Something that an agent does to an order; made at the laptop, so that asking twice is doing once. */
export const OrderActionId = z.uuid().brand<'OrderActionId'>();
export type OrderActionId = z.infer<typeof OrderActionId>;

/** Somebody's word that two customers are one person. */
export const MergeId = z.uuid().brand<'MergeId'>();
export type MergeId = z.infer<typeof MergeId>;

/** An agent's word that something was destroyed by mistake. */
export const MistakeId = z.uuid().brand<'MistakeId'>();
export type MistakeId = z.infer<typeof MistakeId>;

/** What an agent keeps in mind about a customer. */
export const CustomerNoteId = z.uuid().brand<'CustomerNoteId'>();
export type CustomerNoteId = z.infer<typeof CustomerNoteId>;

/** The number of a file that a conversation, or what is known of a customer, was written into. */
export const TranscriptId = z.uuid().brand<'TranscriptId'>();
export type TranscriptId = z.infer<typeof TranscriptId>;

/** Chosen by whoever asks for a change; the same key never has an effect twice. */
export const IdempotencyKey = z.uuid().brand<'IdempotencyKey'>();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/** A filter that an agent has given a name, on one device. */
export const SavedViewId = z.uuid().brand<'SavedViewId'>();
export type SavedViewId = z.infer<typeof SavedViewId>;

/** The last moment that a time can be (ECMA-262, "Time Values and Time Range"). */
export const endOfTime = 8_640_000_000_000_000;

/** A point in time: milliseconds since 1970-01-01T00:00:00Z, a whole number. */
export const Timestamp = z.number().int().min(0).max(endOfTime);
export type Timestamp = z.infer<typeof Timestamp>;
