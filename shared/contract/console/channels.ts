import { z } from 'zod';
import { Channel } from '../../domain/conversation.ts';
import { TeamId, Timestamp } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';

/** How a channel stands, as its adapter says. */
export const ChannelHealth = z.object({
  state: z.enum(['starting', 'working', 'failing', 'stopped']),
  /** What IT should do, in a sentence; null while it works. */
  problem: z.string().nullable(),
  lastReceivedAt: Timestamp.nullable(),
  lastSentAt: Timestamp.nullable(),
  /** When what the hub signs in with ends; null where it does not, or nobody told. */
  tokenExpiresAt: Timestamp.nullable().optional(),
});
export type ChannelHealth = z.infer<typeof ChannelHealth>;

/** A channel without its secrets, and without anything of a message. */
export const ChannelCard = z.object({
  id: z.string().max(64),
  kind: Channel,
  name: z.string(),
  teamId: TeamId.nullable(),
  /** Messages taken in and not yet stored, and replies not yet sent. */
  waitingIn: z.number().int().min(0),
  waitingOut: z.number().int().min(0),
  quarantined: z.number().int().min(0),
  /** Null when the hub is not running. */
  health: ChannelHealth.nullable(),
});
export type ChannelCard = z.infer<typeof ChannelCard>;

export const channelConsoleCalls = {
  'channel.list': consoleCall({ permission: 'channel.manage', input: z.null(), output: z.array(ChannelCard) }),
};
