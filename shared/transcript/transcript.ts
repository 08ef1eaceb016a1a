import { z } from 'zod';
import { Channel, ConversationStatus, MessageStatus } from '../domain/conversation.ts';
import { ConversationId, MessageId, TranscriptId } from '../domain/ids.ts';

/** What a conversation can be written down as. */
export const TranscriptFormat = z.enum(['pdf', 'html', 'json', 'text']);
export type TranscriptFormat = z.infer<typeof TranscriptFormat>;

/** A point in time in UTC (ISO 8601, RFC 3339), with milliseconds; years beyond 9999 have a sign and six digits. */
export const Moment = z.string().regex(/^(\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** @param at milliseconds since 1970-01-01T00:00:00Z */
export const moment = (at: number): string => new Date(at).toISOString();

/** Who wrote it: the customer, the company to the customer, a colleague to colleagues, or Sealdesk itself. */
export const Side = z.enum(['customer', 'company', 'note', 'event']);
export type Side = z.infer<typeof Side>;

export const TranscriptMessage = z.strictObject({
  id: MessageId,
  at: Moment,
  from: Side,
  author: z.string(),
  status: MessageStatus,
  subject: z.string().nullable(),
  /** Plain text with a mask, such as `[card **** 4242]`, in the place of everything that is hidden. */
  text: z.string(),
  /** What is hidden in `text`, in its order: of which kind, and the mask that stands there. */
  hidden: z.array(z.strictObject({ type: z.string(), mask: z.string() })),
  attachments: z.array(z.strictObject({ name: z.string(), mediaType: z.string(), size: z.number().int().min(0) })),
});
export type TranscriptMessage = z.infer<typeof TranscriptMessage>;

export const TranscriptConversation = z.strictObject({
  id: ConversationId,
  customer: z.string(),
  channel: Channel,
  subject: z.string(),
  status: ConversationStatus,
  began: Moment,
});
export type TranscriptConversation = z.infer<typeof TranscriptConversation>;

/** Who wrote the file, where and when: the watermark of every format. */
export const Mark = z.strictObject({
  /** The file's own number; the audit log lists it with the file's SHA-256. */
  number: TranscriptId,
  organisation: z.string(),
  savedBy: z.string(),
  /** The laptop's name; null for a file that was made at the hub. */
  device: z.string().nullable(),
  savedAt: Moment,
  /** Version of the policy under which personal data is hidden in it. */
  policyVersion: z.number().int().min(1),
});
export type Mark = z.infer<typeof Mark>;

/** A conversation as it is written down, and the whole of the JSON format (`docs/transcripts.md`). */
export const Transcript = z.strictObject({
  kind: z.literal('sealdesk-transcript'),
  version: z.literal(1),
  mark: Mark,
  conversation: TranscriptConversation,
  /** Up to when the hub's news had reached the laptop; null where it was made at the hub, or nothing had come yet. */
  asOf: Moment.nullable(),
  /** Internal notes and Sealdesk's own lines that are not part of it. */
  leftOut: z.number().int().min(0),
  /** Oldest first. */
  messages: z.array(TranscriptMessage),
});
export type Transcript = z.infer<typeof Transcript>;
