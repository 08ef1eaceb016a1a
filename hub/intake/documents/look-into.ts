import { z } from 'zod';
import { HiddenCount } from '../../../shared/domain/attachment.ts';
import { inspectText, RedactionPolicy } from '../../../shared/redaction/index.ts';
import { countsOf } from '../hidden-counts.ts';
import { wellFormed } from '../well-formed.ts';
import { maxTextInstead } from './bounds.ts';
import { readDocument, type ReadPicture } from './read-document.ts';

/** What the reading process is asked. */
export const DocumentToLookInto = z.object({
  bytes: z.instanceof(Uint8Array),
  /** As its sender calls it. */
  name: z.string(),
  mediaType: z.string(),
  policy: RedactionPolicy,
  /** Whether pictures are read by OCR. */
  pictures: z.boolean(),
});
export type DocumentToLookInto = Readonly<Omit<z.infer<typeof DocumentToLookInto>, 'bytes' | 'policy'>> & { readonly bytes: Uint8Array; readonly policy: RedactionPolicy };

/** What it answers. Nothing that the policy hides is in it. */
export const LookedInto = z.object({
  /** There is nothing in the file that was not read. */
  whole: z.boolean(),
  /** What the file says, redacted; its beginning, where it is longer than is delivered. */
  text: z.string().max(maxTextInstead),
  /** What was found in it that the policy hides. */
  hidden: z.array(HiddenCount).max(100),
  /** Some of it is such that nothing is kept of it. */
  destroyed: z.boolean(),
});
export type LookedInto = z.infer<typeof LookedInto>;

/** Reads a file and redacts what it says. Never fails. */
export async function lookInto({ bytes, name, mediaType, policy }: Omit<DocumentToLookInto, 'pictures'>, readPicture: ReadPicture | null): Promise<LookedInto> {
  const { text, whole } = await readDocument({ bytes, name, mediaType }, readPicture);
  const { redacted, findings } = inspectText(text, policy);
  const hidden = findings.filter(({ action }) => action !== 'warn');
  return { whole, text: shortened(redacted), hidden: countsOf(hidden), destroyed: hidden.some(({ action }) => action === 'destroy') };
}

const note = '\n\n[The rest is too long to be shown.]';
function shortened(text: string): string {
  return text.length <= maxTextInstead ? wellFormed(text) : wellFormed(text.slice(0, maxTextInstead - note.length)) + note;
}
