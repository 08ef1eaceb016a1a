import { z } from 'zod';
import { Timestamp } from './ids.ts';

/** OpenPGP (RFC 9580, in mail RFC 3156), or S/MIME (RFC 8551). */
const Scheme = z.enum(['pgp', 'smime']);

/** When a calendar entry begins or ends. Without a time zone that is known here it is as the sender wrote it. */
export const EntryTime = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('day'), day: z.iso.date() }),
  z.object({ kind: z.literal('moment'), at: Timestamp }),
  z.object({ kind: z.literal('wall'), wall: z.iso.datetime({ local: true }), zone: z.string().max(100).nullable() }),
]);
export type EntryTime = z.infer<typeof EntryTime>;

/** What a part of a mail is, besides a file. */
export const MailPart = z.discriminatedUnion('kind', [
  /** Nobody here has the key. */
  z.object({ kind: z.literal('encrypted'), by: Scheme }),
  /** A signature, or what is signed and wrapped in one. Nobody here has checked it. */
  z.object({ kind: z.literal('signed'), by: Scheme }),
  /** RFC 5545, redacted. */
  z.object({
    kind: z.literal('entry'),
    /** What the sender wants with it (RFC 5546): to invite, or to call off; null for anything else. */
    asks: z.enum(['invite', 'cancel']).nullable(),
    title: z.string().max(300),
    place: z.string().max(300),
    start: EntryTime.nullable(),
    /** Of a whole day: the last one. */
    end: EntryTime.nullable(),
    repeats: z.boolean(),
    /** Further entries of the same file. */
    more: z.number().int().min(0),
  }),
]);
export type MailPart = z.infer<typeof MailPart>;
export type CalendarEntry = Extract<MailPart, { readonly kind: 'entry' }>;
