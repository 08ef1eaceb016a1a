import type { Channel } from './conversation.ts';

/** What of an agent's formatting a channel passes on. `no-links`: an address stands behind its words. `none`: how it reads without. */
export type ChannelFormat = 'all' | 'no-links' | 'none';

export const channelFormat: Readonly<Record<Channel, ChannelFormat>> = { email: 'all', webchat: 'all', whatsapp: 'no-links', instagram: 'none', phone: 'none' };

/** Longest text of one reply as it goes out, in UTF-16 code units: the providers count characters, which are never more. */
export const longestReply: Readonly<Record<Channel, number>> = { email: 50_000, webchat: 50_000, whatsapp: 4_096, instagram: 1_000, phone: 50_000 };
