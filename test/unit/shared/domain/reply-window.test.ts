import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replyStanding, replyUntilAfter, replyWindows } from '../../../../shared/domain/reply-window.ts';

const hour = 3_600_000;
const wrote = 1_700_000_000_000;
const standing = (channel: 'whatsapp' | 'instagram' | 'email', after: number) => replyStanding(channel, replyUntilAfter(replyWindows[channel], wrote), wrote + after).kind;

describe('how long a free reply goes', () => {
  it('on WhatsApp for 24 hours after the customer wrote, and not a millisecond more', () => {
    expect([standing('whatsapp', 0), standing('whatsapp', 24 * hour - 1), standing('whatsapp', 24 * hour)]).toEqual(['free', 'free', 'over']);
  });

  it('on Instagram for 24 hours, what a person writes for seven days, and then nothing', () => {
    expect([standing('instagram', 24 * hour - 1), standing('instagram', 24 * hour), standing('instagram', 7 * 24 * hour - 1), standing('instagram', 7 * 24 * hour)]).toEqual(['free', 'person', 'person', 'over']);
  });

  it('elsewhere, and where the hub has not told, without an end', () => {
    expect(standing('email', 1000 * hour)).toBe('open');
    expect(replyStanding('whatsapp', null, wrote)).toEqual({ kind: 'open' });
  });

  it('only ever comes nearer to its end as time goes by', () => {
    const order = ['free', 'person', 'over'];
    fc.assert(
      fc.property(fc.constantFrom('whatsapp' as const, 'instagram' as const), fc.nat({ max: 300 * hour }), fc.nat({ max: 300 * hour }), (channel, a, b) => {
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        expect(order.indexOf(standing(channel, second))).toBeGreaterThanOrEqual(order.indexOf(standing(channel, first)));
      }),
    );
  });
});
