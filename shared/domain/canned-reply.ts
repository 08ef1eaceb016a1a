import { z } from 'zod';
import { readCannedText } from './canned-text.ts';
import { CannedReplyId, TeamId } from './ids.ts';

/** As many as a company may have, and languages of each. */
export const mostCannedReplies = 500;
export const mostLanguages = 12;
/** Longest text in one language, in UTF-16 code units. */
export const longestCannedText = 5_000;

/** A language, and a region where it matters: `de`, `pt-BR` (RFC 5646, its two simplest forms). */
export const LanguageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'Write a language as de or pt-BR.');

const CannedText = z
  .string()
  .trim()
  .min(1, 'The text is empty.')
  .max(longestCannedText)
  .superRefine((text, context) => {
    const read = readCannedText(text);
    if (read.kind === 'wrong') context.addIssue({ code: 'custom', message: `“${read.written}” is no gap that can be filled.` });
  });

/** What is done besides, once the reply has been sent. */
export const Afterwards = z.object({
  status: z.enum(['open', 'pending', 'resolved']).nullable(),
  assignToMe: z.boolean(),
});
export type Afterwards = z.infer<typeof Afterwards>;

/** A text to answer with, in one or more languages. Plain text with gaps; nothing in it is ever executed. */
export const CannedReply = z.object({
  id: CannedReplyId,
  name: z.string().trim().min(1, 'It needs a name.').max(80),
  /** Typed behind "/" to find it. */
  shortcut: z.string().trim().toLowerCase().regex(/^[\p{L}\p{N}][\p{L}\p{N}-]{0,29}$/u, 'A shortcut is one word of letters, digits and dashes.'),
  /** Whose it is; null: everybody's. */
  teamId: TeamId.nullable(),
  texts: z
    .array(z.object({ language: LanguageTag, text: CannedText }))
    .min(1, 'It needs a text in at least one language.')
    .max(mostLanguages)
    .refine((texts) => new Set(texts.map(({ language }) => language)).size === texts.length, 'There are two texts in one language.'),
  afterwards: Afterwards,
});
export type CannedReply = z.infer<typeof CannedReply>;
