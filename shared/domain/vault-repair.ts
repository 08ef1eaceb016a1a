import { z } from 'zod';
import { Timestamp } from './ids.ts';

/**
 * What a damaged vault holds that exists nowhere else, as far as it can be read. Counts only: they are shown before the
 * person chooses, and kept in the enrolment record until they were seen.
 */
const Part = z.object({
  /** Read whole. */
  saved: z.number().int().min(0),
  /** Known to have been there, and not readable. */
  lost: z.number().int().min(0),
});

export const Salvage = z.object({
  /** False: not even the first page can be read, so that nothing is known of what is in it. */
  readable: z.boolean(),
  drafts: Part,
  /** Replies, notes, statuses and assignments that the hub has not confirmed. */
  queued: Part,
  /** Work that came back, and replies and notes that the hub refused. */
  returned: Part,
  /** Every list of these was damaged: there may have been more than are counted. */
  unsure: z.boolean(),
});
export type Salvage = z.infer<typeof Salvage>;

/** A repair that was carried out: when, the name of the file that is kept aside, and what was saved. */
export const Repaired = z.object({ at: Timestamp, kept: z.string().max(80), salvage: Salvage });
export type Repaired = z.infer<typeof Repaired>;
