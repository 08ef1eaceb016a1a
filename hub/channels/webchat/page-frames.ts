import { z } from 'zod';
import { Score } from '../../../shared/domain/satisfaction.ts';
import { type FromPage, maxChatBytes, maxRatingComment } from '../../widget/chat-frames.ts';
import type { ChatProblem } from './chat-problem.ts';
import { maxTokenLength } from './identity-token.ts';

/** Longest frame read at all, in bytes; one over `maxChatBytes` is still read, so that it can be answered. */
export const maxFrameBytes = 1024 * 1024;

const Schema: z.ZodType<FromPage> = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), token: z.string().max(64).nullable(), channel: z.uuid().nullable(), identity: z.string().max(maxTokenLength).nullable().optional() }),
  z.object({ t: z.literal('bye') }),
  z.object({ t: z.literal('typing') }),
  z.object({ t: z.literal('worked'), solution: z.object({ counter: z.number().int().min(0).max(0xffff_ffff), derivedKey: z.string().max(128) }) }),
  z.object({ t: z.literal('file'), id: z.uuid(), name: z.string().max(1000), size: z.number().int().min(0) }),
  z.object({ t: z.literal('file-cancel'), id: z.uuid() }),
  z.object({ t: z.literal('file-open'), id: z.uuid() }),
  z.object({ t: z.literal('rate'), id: z.uuid(), score: Score, comment: z.string().max(maxRatingComment) }),
  z.object({ t: z.literal('say'), id: z.uuid(), text: z.string() }),
  // Lengths and the address are looked at where there is an answer in words.
  z.object({ t: z.literal('leave'), id: z.uuid(), email: z.string().max(2000), text: z.string() }),
  z.object({ t: z.literal('got'), ids: z.array(z.uuid()).max(500) }),
  z.object({ t: z.literal('seen'), ids: z.array(z.uuid()).max(500) }),
]);

export type PageFrame = { readonly ok: true; readonly frame: FromPage } | { readonly ok: false; readonly problem: ChatProblem };

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads one frame of the page. Never throws. */
export function readPageFrame(data: Uint8Array, isBinary: boolean): PageFrame {
  if (isBinary) return { ok: false, problem: 'textOnly' };
  let text: string;
  try {
    text = decoder.decode(data);
  } catch {
    return { ok: false, problem: 'damaged' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'damagedReload' };
  }
  const parsed = Schema.safeParse(json);
  return parsed.success ? { ok: true, frame: parsed.data } : { ok: false, problem: 'notUnderstood' };
}

/** Null when the text may be sent. */
export function textProblem(text: string): ChatProblem | null {
  if (text.trim() === '') return 'empty';
  if (Buffer.byteLength(text, 'utf8') > maxChatBytes) return 'tooLong';
  return null;
}
