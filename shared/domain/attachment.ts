import { z } from 'zod';
import { chunkSize, maxAttachmentBytes } from './attachment-size.ts';

export { chunkSize, maxAttachmentBytes } from './attachment-size.ts';

/** How often something of a type was hidden in a file. */
export const HiddenCount = z.object({ type: z.string().min(1).max(40), count: z.number().int().min(1) });
export type HiddenCount = z.infer<typeof HiddenCount>;

/** What sealing adds to a chunk, in bytes. */
export const chunkOverhead = 16;
/** Bytes of the longest sealed chunk. */
export const largestSealedChunk = chunkSize + chunkOverhead;
/** Bytes of what opens the chunks of one attachment. */
export const chunkKeyLength = 39;
/** Chunks of the largest attachment. */
export const maxChunks = maxAttachmentBytes / chunkSize;

/** What the attachments on one laptop may take together, in bytes: twenty of the largest. */
export const mostAttachmentBytes = 20 * maxAttachmentBytes;

/** Longest text of a text file that is shown, in UTF-16 code units. */
export const maxShownText = 500_000;
/** Most points of one picture that is shown: four bytes each cross two processes. */
export const maxShownPoints = 6_000_000;
