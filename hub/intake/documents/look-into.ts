import { z } from 'zod';
import { HiddenCount } from '../../../shared/domain/attachment.ts';
import { maxElsewhere } from '../../../shared/domain/conversation.ts';
import { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { countsOf } from '../hidden-counts.ts';
import { redactKeeping } from '../redact-keeping.ts';
import { besidePicture } from './beside-picture.ts';
import { maxTextInstead } from './bounds.ts';
import { type ReadPicture, type UnreadPictures, unreadPictures } from './gathered.ts';
import { readDocument } from './read-document.ts';

const note = '\n\n[The rest is too long to be shown.]';
/** What is said below the text of a file, where some of its pictures were not read. */
const unread: Readonly<Record<UnreadPictures, string>> = {
  'many-pictures': 'It has more pictures than are read.',
  'slow-pictures': 'Its pictures take longer than they are read.',
  'large-picture': 'A picture in it is larger than is read.',
  'damaged-picture': 'A picture in it is damaged.',
};
const notesOf = (why: readonly UnreadPictures[]) => why.map((each) => `\n\n[Not read whole. ${unread[each]}]`).join('');

/** What the reading process is asked. */
export const DocumentToLookInto = z.object({
  bytes: z.instanceof(Uint8Array),
  /** As its sender calls it. */
  name: z.string(),
  mediaType: z.string(),
  policy: RedactionPolicy,
  /** Whether pictures are read by OCR. */
  pictures: z.boolean(),
  /** What is destroyed may be brought back for a while: without, the answer has nothing of it. */
  recoverable: z.boolean().optional(),
});
export type DocumentToLookInto = Readonly<Omit<z.infer<typeof DocumentToLookInto>, 'bytes' | 'policy'>> & { readonly bytes: Uint8Array; readonly policy: RedactionPolicy };

/** What it answers. Nothing that the policy hides is in its text. */
export const LookedInto = z.object({
  /** There is nothing in the file that was not read. */
  whole: z.boolean(),
  /** Which bound its pictures met, where they are read. */
  unreadPictures: z.array(z.enum(unreadPictures)).max(unreadPictures.length),
  /** What the file says, redacted; its beginning, where it is longer than is delivered. */
  text: z.string().max(maxTextInstead),
  /** What was found in it that the policy hides. */
  hidden: z.array(HiddenCount).max(100),
  /** The same in what a picture says beside what it shows, which nobody gets. */
  beside: z.array(HiddenCount).max(100),
  /** Some of it is such that nothing is kept of it. */
  destroyed: z.boolean(),
  /** Of that, what may be brought back for a while, as far as its mask is in the text; never a security code. None where it was not asked for. */
  recoverable: z.array(z.object({ id: z.uuid(), type: z.string().max(40), mask: z.string().max(80), start: z.number().int().min(0), value: z.string() })).max(maxElsewhere),
});
export type LookedInto = z.infer<typeof LookedInto>;

/** Reads a file and redacts what it says. Never fails. */
export async function lookInto({ bytes, name, mediaType, policy, recoverable }: Omit<DocumentToLookInto, 'pictures'>, readPicture: ReadPicture | null): Promise<LookedInto> {
  const { text, whole, unreadPictures: why } = await readDocument({ bytes, name, mediaType }, readPicture);
  const notes = notesOf(why);
  const redacted = redactKeeping(text, policy, maxTextInstead - note.length - notes.length);
  return {
    whole,
    unreadPictures: [...why],
    text: (redacted.cut ? redacted.text + note : redacted.text) + notes,
    hidden: countsOf(redacted.findings),
    beside: countsOf(redactKeeping(besidePicture(bytes).text, policy).findings),
    destroyed: redacted.destroys,
    recoverable: recoverable === true ? [...redacted.destroyed] : [],
  };
}
