import { z } from 'zod';
import { Beginning } from '../../domain/beginning.ts';
import { BeginningId, IdempotencyKey } from '../../domain/ids.ts';
import { mostDraftFiles } from '../../domain/outgoing-file.ts';

/**
 * New conversations and calls that are not sent yet, which an agent's devices have in common as they have drafts (./drafts.ts): the hub
 * counts the versions of each, from 1. Two that grew from one are never joined: the device that hears of the other keeps its own as a new one.
 */
const which = { id: BeginningId };
const version = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const beginningMail = {
  ...which,
  /** Of this version. It is sent again under the same one until it is answered. */
  key: IdempotencyKey,
  /** The version it grew from; 0: none. */
  base: version,
  /** Null: there is none any more; it went out, or was thrown away. */
  content: Beginning.nullable(),
  /** Files that were brought for it on this device, and stay there. Not said by devices of before: none that are known of. */
  files: z.number().int().min(0).max(mostDraftFiles).optional(),
} as const;

/** A version that another of the agent's devices wrote. */
export const beginningEvent = { ...which, version, content: Beginning.nullable(), /** Files for it on other devices. Not said by hubs of before. */ files: z.number().int().min(0).max(100 * mostDraftFiles).optional() } as const;

/** The hub has this device's version, or had it already. */
export const beginningKeptEvent = { ...which, key: IdempotencyKey, version } as const;

/** It has not kept it, and it stays on its device. `withheld`: something is in it that must not be kept; the version before is gone, too. `refused`: with a customer that the agent may not see, or there are too many. */
export const beginningStaysEvent = { ...which, key: IdempotencyKey, version, why: z.enum(['withheld', 'refused']) } as const;
