import type { ChannelCard } from '../../../shared/contract/console/channels.ts';
import { matches } from './filter.ts';

/** How a channel stands, as one word decides its place and its look. `ending`: it works, and what the hub signs in with ends soon. */
export type Standing = 'failing' | 'ending' | 'starting' | 'working' | 'stopped' | 'unknown';

/** From then on IT should see to it; Meta's tokens hold for two months. */
const soon = 14 * 24 * 60 * 60_000;

export function standingOf({ health }: Pick<ChannelCard, 'health'>, now: number): Standing {
  if (health === null) return 'unknown';
  if (health.problem !== null || health.state === 'failing') return 'failing';
  const ends = health.tokenExpiresAt ?? null;
  if (ends !== null && ends - now < soon) return 'ending';
  return health.state;
}

const worstFirst: readonly Standing[] = ['failing', 'ending', 'unknown', 'starting', 'stopped', 'working'];

/** Channels that fit a query, what needs somebody on top. @param words by which each is found. */
export function channelsShown(channels: readonly ChannelCard[], query: string, now: number, words: (channel: ChannelCard) => readonly string[]): readonly ChannelCard[] {
  const place = (channel: ChannelCard) => worstFirst.indexOf(standingOf(channel, now));
  return channels.filter((channel) => matches(query, words(channel))).sort((one, other) => place(one) - place(other) || one.name.localeCompare(other.name));
}

/** Channels that do not work. */
export function troubledCount(channels: readonly ChannelCard[] | null): number {
  return (channels ?? []).filter(({ health }) => health !== null && (health.problem !== null || health.state === 'failing')).length;
}
