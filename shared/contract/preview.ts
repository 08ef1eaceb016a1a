import { z } from 'zod';
import { maxChunks } from '../domain/attachment.ts';
import { Shown } from './ipc/attachments.ts';

/**
 * What passes between main and the preview process, which draws one attachment and knows nothing else. It reads chunks by
 * their number as it needs them, and answers with points or plain text.
 */
export type ToPreview =
  /** First of all: how large the attachment is, in bytes. */
  | { readonly t: 'attachment'; readonly size: number }
  | { readonly t: 'draw'; readonly id: number; readonly page: number; readonly width: number }
  /** A chunk that was read; null where it cannot be. */
  | { readonly t: 'chunk'; readonly index: number; readonly bytes: Uint8Array<ArrayBuffer> | null };

/** Checked by main: what has read an attachment is not trusted more than the attachment. */
export const FromPreview = z.discriminatedUnion('t', [
  z.object({ t: z.literal('read'), index: z.number().int().min(0).max(maxChunks - 1) }),
  z.object({ t: z.literal('drawn'), id: z.number().int(), shown: Shown }),
]);
export type FromPreview = z.infer<typeof FromPreview>;
