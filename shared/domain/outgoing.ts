import { z } from 'zod';
import { Channel } from './conversation.ts';
import { CustomerId, Timestamp } from './ids.ts';
import { EmailAddress } from './people.ts';

/** Longest subject that an agent can write, in UTF-16 code units. */
export const maxSubject = 300;

/** One line, without control characters: nothing in it can become a header of its own. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused here
const OneLine = z.string().regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/u, 'not one line');

export const Subject = OneLine.trim().min(1).max(maxSubject);

/** What somebody new is called; empty where nobody knows. */
const GivenName = OneLine.trim().max(120);

/** A channel on which an agent may begin a conversation, or under which calls are written down. */
export const ChannelChoice = z.object({
  id: z.uuid(),
  kind: Channel.extract(['email', 'phone']),
  /** What IT calls it. */
  name: z.string().max(80),
  /** The company's own address that it goes out from; null for calls. */
  address: z.string().max(254).nullable(),
  /** Two letters (ISO 3166-1): where numbers without a country code are from; null where they need one. */
  country: z.string().length(2).nullable(),
});
export type ChannelChoice = z.infer<typeof ChannelChoice>;

/** Whom a conversation is begun with. An address that a customer is known by is that customer's. */
export const Recipient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), customerId: CustomerId }),
  z.object({ kind: z.literal('address'), address: EmailAddress, name: GivenName }),
]);
export type Recipient = z.infer<typeof Recipient>;

/** Who was on the telephone. */
export const Caller = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer'), customerId: CustomerId }),
  z.object({ kind: z.literal('number'), number: z.string().trim().min(3).max(40), name: GivenName }),
]);
export type Caller = z.infer<typeof Caller>;

export const CallOutcome = z.enum(['answered', 'no-answer', 'voicemail', 'callback-wanted']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** A telephone call, as whoever made or took it tells it. */
export const PhoneCall = z.object({
  direction: z.enum(['in', 'out']),
  at: Timestamp,
  minutes: z.number().int().min(0).max(1_440),
  outcome: CallOutcome,
  /** Where a recording lies, at a host that IT has named. */
  recording: z.url({ protocol: /^https$/ }).max(2_000).nullable(),
});
export type PhoneCall = z.infer<typeof PhoneCall>;
