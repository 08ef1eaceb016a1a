import { z } from 'zod';
import { Timestamp } from './ids.ts';

/** What the state line at the bottom of the inbox tells, honestly. */
export const SyncState = z.object({
  /** `code-needed`: connected, but the hub wants a fresh TOTP code before it opens the mailbox. */
  connection: z.enum(['offline', 'connecting', 'code-needed', 'online']),
  /** When the last frame from the hub was stored; null before the first. */
  cachedTo: Timestamp.nullable(),
  backfill: z.enum(['waiting', 'running', 'done']),
  /** Until the back-fill is done: of conversations, and of the search index, all is here whose newest message is not older. Null before the first page, and when it is done. */
  backfilledTo: Timestamp.nullable(),
  conversations: z.number().int(),
  messages: z.number().int(),
  /** What the agent did, waiting to go to the hub; reports for the audit log are not counted. */
  queued: z.number().int(),
  /** Work that came back from the hub and waits for the agent's word. */
  conflicts: z.number().int(),
  /** Resolved conversations are here whose newest message is not older; null before anything has come. */
  resolvedSince: Timestamp.nullable(),
  /** When the vault was last read through, and all of it could be; null: not yet. */
  checkedAt: Timestamp.nullable(),
  /** There is no room on the disk: nothing new is stored until there is. */
  diskFull: z.boolean(),
  /** Something came from the hub that this version cannot take: it comes again and again, and nothing behind it is stored. */
  mailStopped: z.literal(true).optional(),
  leaseUntil: Timestamp.nullable(),
  /** The whole lease, in hours: how early its end is worth a word. */
  leaseHours: z.number().int().min(0),
});
export type SyncState = z.infer<typeof SyncState>;

/** The part that the vault itself knows. */
export type StoredState = Omit<SyncState, 'connection' | 'mailStopped' | 'leaseUntil' | 'leaseHours'>;
