import { z } from 'zod';
import { HiddenCount, maxShownPoints, maxShownText } from '../../domain/attachment.ts';
import { Attachment, Message } from '../../domain/conversation.ts';
import { AttachmentId, MessageId, Timestamp } from '../../domain/ids.ts';
import { call } from './call.ts';

/** An attachment as the page has it: enough to ask for it, and never its key. */
export const ShownAttachment = Attachment.extend({
  contents: z.discriminatedUnion('state', [
    z.object({ state: z.literal('kept'), id: AttachmentId, hidden: z.array(HiddenCount).max(100) }),
    /** Something was found in it. With `id` where one may ask for it: until then, or for good. */
    z.object({ state: z.literal('held'), hidden: z.array(HiddenCount).max(100), id: AttachmentId.optional(), until: Timestamp.optional() }),
    z.object({ state: z.literal('too-large') }),
    /** From before contents were kept, or no file of its own. */
    z.object({ state: z.literal('not-kept') }),
  ]),
});
export type ShownAttachment = z.infer<typeof ShownAttachment>;

/** `html` stays behind: the page never has it. `formatted`: there is more to it than the text shows, and `message.formatted` lays it ready. */
export const ShownMessage = Message.extend({ attachments: z.array(ShownAttachment).max(100), html: z.null(), formatted: z.literal(true).optional() });
export type ShownMessage = z.infer<typeof ShownMessage>;

/** Pages of a document that can be turned to. */
export const maxPages = 100_000;

/** What became of an attempt to bring the contents here. */
export const NotHere = z.enum(['withheld', 'gone', 'unreachable', 'superseded', 'no-room', 'damaged']);
export type NotHere = z.infer<typeof NotHere>;

/**
 * A page of an attachment, drawn by the preview process: points, and nothing that is left to decode. `text`: the words of
 * a document's page, for those who have it read to them.
 */
export const Shown = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('picture'),
      page: z.number().int().min(1),
      pages: z.number().int().min(1).max(maxPages),
      width: z.number().int().min(1),
      height: z.number().int().min(1),
      /** Red, green, blue and opacity of each point, line by line. */
      points: z.instanceof(Uint8Array),
      text: z.string().max(maxShownText),
    })
    .refine(({ width, height, points }) => width * height <= maxShownPoints && points.length === width * height * 4, 'Four bytes a point.'),
  z.object({ kind: z.literal('text'), text: z.string().max(maxShownText), cut: z.boolean() }),
  /** `unknown-kind`: neither picture nor PDF nor text. `too-hard`: larger than a picture may be, or longer at work than it may take. */
  z.object({ kind: z.literal('not-shown'), why: z.enum(['unknown-kind', 'damaged', 'locked', 'too-hard']) }),
]);
export type Shown = z.infer<typeof Shown>;

export const attachmentCalls = {
  /**
   * Brings the contents here where they are not yet, and draws one page of them at the width asked for, in points. One is brought
   * at a time: a later call ends an earlier one.
   */
  'attachment.show': call({
    states: ['unlocked'],
    permission: 'conversation.read.assigned',
    input: z.object({ messageId: MessageId, id: AttachmentId, page: z.number().int().min(1).max(maxPages), width: z.number().int().min(50).max(4000) }),
    output: z.union([Shown, z.object({ kind: z.literal('not-here'), why: NotHere })]),
  }),
};
