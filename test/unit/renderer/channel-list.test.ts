import { describe, expect, it } from 'vitest';
import { channelsShown, standingOf, troubledCount } from '../../../renderer/data/console/channel-list.ts';
import type { ChannelCard } from '../../../shared/contract/console/channels.ts';

const now = 1_800_000_000_000;
const day = 86_400_000;
const works = { state: 'working', problem: null, lastReceivedAt: null, lastSentAt: null } as const;
const channel = (name: string, health: ChannelCard['health']): ChannelCard => ({ id: name, kind: 'email', name, teamId: null, waitingIn: 0, waitingOut: 0, quarantined: 0, health });

describe('how a channel stands', () => {
  it('is what its adapter says, with a problem before all, and a sign-in that ends within two weeks before that it works', () => {
    expect(standingOf(channel('a', works), now)).toBe('working');
    expect(standingOf(channel('a', { ...works, problem: 'No.' }), now)).toBe('failing');
    expect(standingOf(channel('a', { ...works, state: 'failing' }), now)).toBe('failing');
    expect(standingOf(channel('a', { ...works, tokenExpiresAt: now + 13 * day }), now)).toBe('ending');
    expect(standingOf(channel('a', { ...works, tokenExpiresAt: now + 15 * day }), now)).toBe('working');
    expect(standingOf(channel('a', { ...works, problem: 'No.', tokenExpiresAt: now }), now)).toBe('failing');
    expect(standingOf(channel('a', null), now)).toBe('unknown');
  });

  it('has what needs somebody on top, and is counted where it does not work', () => {
    const all = [channel('works', works), channel('ends', { ...works, tokenExpiresAt: now + day }), channel('broken', { ...works, problem: 'No.' }), channel('stopped', { ...works, state: 'stopped' })];
    expect(channelsShown(all, '', now, ({ name }) => [name]).map(({ name }) => name)).toEqual(['broken', 'ends', 'stopped', 'works']);
    expect(channelsShown(all, 'wor', now, ({ name }) => [name]).map(({ name }) => name)).toEqual(['works']);
    expect(troubledCount(all)).toBe(1);
    expect(troubledCount(null)).toBe(0);
  });
});
