import type { Channel } from './conversation.ts';

const hour = 3_600_000;

/** For how long after a customer's message the provider passes on what is written freely, in milliseconds. */
export interface ReplyWindow {
  readonly freeMs: number;
  /** For how long it also passes on what a person wrote; null where there is no such thing. */
  readonly personMs: number | null;
}

/**
 * By the providers' documentation: WhatsApp's customer service window; Instagram's standard window and the tag for human
 * agents. Null: the channel has none.
 */
export const replyWindows: Readonly<Record<Channel, ReplyWindow | null>> = {
  email: null,
  whatsapp: { freeMs: 24 * hour, personMs: null },
  instagram: { freeMs: 24 * hour, personMs: 7 * 24 * hour },
  webchat: null,
  phone: null,
};

/** Until when a free answer may go after a customer's message of that time; null where the channel has no such end. Unix milliseconds. */
export function replyUntilAfter(window: ReplyWindow | null, inboundAt: number): number | null {
  return window === null ? null : inboundAt + window.freeMs;
}

export type ReplyStanding =
  /** No end, or none that is known. */
  | { readonly kind: 'open' }
  | { readonly kind: 'free'; readonly until: number }
  /** The free time is over; what a person writes still goes. */
  | { readonly kind: 'person'; readonly until: number }
  /** Nothing goes but, on WhatsApp, an approved template. */
  | { readonly kind: 'over' };

/**
 * Where a conversation stands at a time. It is shown to whoever writes; what decides is the hub's own look when it sends.
 * @param replyUntil as the conversation has it
 */
export function replyStanding(channel: Channel, replyUntil: number | null, now: number): ReplyStanding {
  const window = replyWindows[channel];
  if (window === null || replyUntil === null) return { kind: 'open' };
  if (now < replyUntil) return { kind: 'free', until: replyUntil };
  if (window.personMs === null) return { kind: 'over' };
  const until = replyUntil - window.freeMs + window.personMs;
  return now < until ? { kind: 'person', until } : { kind: 'over' };
}
