import { z } from 'zod';
import { maxReplyText } from './conversation.ts';
import { CustomerId, Timestamp } from './ids.ts';
import { CallOutcome, ChannelChoice, maxSubject } from './outgoing.ts';
import { phoneDigits } from './phone-number.ts';

/** Beginnings of one agent that are kept at a time, and those of one laptop. */
export const mostBeginnings = 200;

/** With whom, as far as that is said. The customer's `name` is what the laptop knew then. */
const BegunWith = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nobody') }),
  z.object({ kind: z.literal('customer'), customerId: CustomerId, name: z.string().max(200) }),
  /** An address or a number, as typed. */
  z.object({ kind: z.literal('typed'), typed: z.string().max(254) }),
]);

/** What an agent has written of a new conversation, or of a call, and has not sent: as it stands in the form, whole or not. */
export const Beginning = z.object({
  way: ChannelChoice.shape.kind,
  channelId: ChannelChoice.shape.id.nullable(),
  with: BegunWith,
  /** What somebody new is called. */
  name: z.string().max(120),
  subject: z.string().max(maxSubject),
  /** The message, or the notes of a call; in UTF-16 code units. */
  text: z.string().max(maxReplyText),
  /** `at`: null where what is typed is no time. `minutes`: as typed. */
  call: z.object({ direction: z.enum(['in', 'out']), at: Timestamp.nullable(), minutes: z.string().max(4), outcome: CallOutcome, recording: z.string().max(2_000) }),
});
export type Beginning = z.infer<typeof Beginning>;

/** Whether two of them say the same; null: nothing is begun. Both are of one schema, which sets the order of their keys. */
export function sameBeginning(one: Beginning | null, other: Beginning | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** All that is written in it, for whoever looks for what must not be kept; but for the address or the number itself, where it is one. */
export function wordsOf({ way, with: whom, name, subject, text, call }: Beginning): string {
  const reached = whom.kind !== 'typed' || (way === 'email' ? whom.typed.includes('@') : phoneDigits(whom.typed, null) !== null);
  return [reached ? '' : whom.typed, name, subject, text, call.recording].filter((part) => part !== '').join('\n\n');
}
