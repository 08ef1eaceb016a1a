import { z } from 'zod';
import { chunkKeyLength, HiddenCount, maxAttachmentBytes } from '../../domain/attachment.ts';
import { cleanFileName } from '../../domain/outgoing-file.ts';
import { Attachment, Message } from '../../domain/conversation.ts';
import { AttachmentId, Timestamp } from '../../domain/ids.ts';

/** What became of an attachment's contents at the hub. */
export const AttachmentContents = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('kept'),
    id: AttachmentId,
    /** Opens the chunks, base64. Only inside Signal mail and sealed columns; it never reaches a page. */
    key: z.base64().length((chunkKeyLength / 3) * 4),
    /** Text that was redacted: delivered whatever the policy says of contents that nobody could read. */
    redacted: z.boolean(),
    /** What was hidden in a text, or found in a document. */
    hidden: z.array(HiddenCount).max(100).optional(),
    /** At the hub only: something was found in it, and it cannot be hidden in a file of its kind. Devices get it as `held`, without the key. */
    held: z.literal(true).optional(),
    /** At the hub only: then it goes, in Unix milliseconds; something in it is such that nothing is kept of it. */
    until: Timestamp.optional(),
  }),
  /** Something was found in it. With `id` where the hub has it, sealed, for who may ask for it: until then, or for good. */
  z.object({ state: z.literal('held'), hidden: z.array(HiddenCount).max(100), id: AttachmentId.optional(), until: Timestamp.optional() }),
  /** Larger than `maxAttachmentBytes`, or beyond the end of what was read of its mail. */
  z.object({ state: z.literal('too-large') }),
]);
export type AttachmentContents = z.infer<typeof AttachmentContents>;

/**
 * An attachment between hub and device; without `contents` where it came before they were kept, or is no file of its
 * own. Of kept contents, `size` is exactly what the chunks hold.
 */
export const HubAttachment = Attachment.extend({ contents: AttachmentContents.optional() }).refine(
  ({ size, contents }) => contents?.state !== 'kept' || size <= maxAttachmentBytes,
  'Kept contents are never larger than an attachment may be.',
);
export type HubAttachment = z.infer<typeof HubAttachment>;

/** A file that a device has uploaded, sealed, and wants to go with a reply. */
export const SentFile = z.object({
  id: AttachmentId,
  name: z.string().min(1).max(300).refine((name) => cleanFileName(name) === name, 'A name as it goes out.'),
  size: z.number().int().min(1).max(maxAttachmentBytes),
  /** Opens the chunks, base64. */
  key: z.base64().length((chunkKeyLength / 3) * 4),
  /** Of the plaintext, in hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type SentFile = z.infer<typeof SentFile>;

/** A message between hub and device. */
export const HubMessage = Message.extend({ attachments: z.array(HubAttachment).max(100) });
export type HubMessage = z.infer<typeof HubMessage>;
