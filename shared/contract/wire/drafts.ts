import { z } from 'zod';
import { maxReplyText, WrittenKind } from '../../domain/conversation.ts';
import { ConversationId, IdempotencyKey } from '../../domain/ids.ts';
import { mostDraftFiles } from '../../domain/outgoing-file.ts';

/**
 * Drafts, which an agent's devices have in common. The hub counts the versions of each draft, from 1; whoever writes says from which one,
 * and is told of the newer one instead where there is one.
 */
const which = { conversationId: ConversationId, kind: WrittenKind };
const version = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const draftMail = {
  ...which,
  /** Of this version. It is sent again under the same one until it is answered. */
  key: IdempotencyKey,
  /** The version it grew from; 0: none. */
  base: version,
  /** Empty: there is no draft any more. */
  text: z.string().max(maxReplyText),
  /** Files that lie beside it on this device, and stay there. */
  files: z.number().int().min(0).max(mostDraftFiles),
  /** It is empty because it went out. */
  sent: z.boolean(),
} as const;

/** A version of a draft that another of the agent's devices wrote. */
export const draftEvent = { ...which, version, text: z.string().max(maxReplyText), /** Files beside it on other devices. */ files: z.number().int().min(0).max(100 * mostDraftFiles), sent: z.boolean() } as const;

/** The hub has this device's version, or had it already. */
export const draftKeptEvent = { ...which, key: IdempotencyKey, version } as const;

/** It has not kept it, and the draft stays on its device. `withheld`: something is in it that must not be kept; the version before is gone, too. `refused`: not a conversation that the agent may see, or there are too many drafts. */
export const draftStaysEvent = { ...which, key: IdempotencyKey, version, why: z.enum(['withheld', 'refused']) } as const;
