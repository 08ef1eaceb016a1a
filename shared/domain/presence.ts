import { z } from 'zod';
import { AgentId, ConversationId } from './ids.ts';

/**
 * Who is where just now. It is told and forgotten: neither hub nor laptop keeps any of it, and nothing of what is being
 * written is in it.
 */
export const PresenceDoing = z.enum(['viewing', 'writing', 'looking-in']);
export type PresenceDoing = z.infer<typeof PresenceDoing>;

/** What an agent has open; null: no conversation. `writing`: a reply, and not a note. `looking-in`: with a colleague, without touching anything. */
export const OwnPresence = z.object({ conversationId: ConversationId, doing: PresenceDoing }).nullable();
export type OwnPresence = z.infer<typeof OwnPresence>;

/** A colleague who is in a conversation. */
export const Present = z.object({ conversationId: ConversationId, agentId: AgentId, doing: PresenceDoing });
export type Present = z.infer<typeof Present>;

/** A device is told of so many at once; where there are more, those who write come first. */
export const mostPresent = 500;

/** At least so far apart are two words of a device about itself, and two words of the hub to a device, in milliseconds. */
export const presenceApart = 1_000;
/** So often a device says again where it is, in milliseconds. */
export const presenceRenewed = 10_000;
/** What was not said again for so long is forgotten, in milliseconds. */
export const presenceForgotten = 30_000;
