import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { most, Places } from '../../../../hub/channels/webchat/places.ts';
import { mostBytes, mostFrames, WaitingFrames } from '../../../../hub/channels/webchat/waiting-frames.ts';
import { callerOf } from '../../../../hub/http/networks.ts';
import { runs } from '../../../doubles/how-often.ts';

describe('open pages', () => {
  it('of one line leave room for those of others, whichever of its addresses it calls from', () => {
    const places = new Places();
    let taken = 0;
    // A line with a /48 of IPv6: 65,536 callers.
    for (let subnet = 0; subnet < 200; subnet += 1) {
      for (let page = 0; page < most.ofCaller; page += 1) {
        const caller = callerOf(`2001:db8:1:${subnet.toString(16)}::${(page + 1).toString(16)}`);
        if (!places.isRoomFor(caller)) continue;
        places.take(caller);
        taken += 1;
      }
    }
    expect(taken).toBe(most.ofNetwork);
    for (const caller of ['2001:db8:2::1', '192.0.2.1']) expect(places.isRoomFor(callerOf(caller))).toBe(true);
    places.leave(callerOf('2001:db8:1:0::1'));
    expect(places.isRoomFor(callerOf('2001:db8:1:ff::1'))).toBe(true);
  });

  it('of one caller are so many, and of all', () => {
    const places = new Places();
    const callers = Array.from({ length: most.ofAll / most.ofCaller }, (_, n) => callerOf(`10.${n}.0.1`));
    for (const caller of callers) for (let page = 0; page < most.ofCaller; page += 1) places.take(caller);
    expect(places.isRoomFor(callerOf('192.0.2.1'))).toBe(false);
    places.leave(callers[1] ?? '');
    expect([callers[0], callers[1], callerOf('192.0.2.1')].map((caller) => places.isRoomFor(caller ?? ''))).toEqual([false, true, true]);
  });
});

describe('what a page has said and nobody has served', () => {
  it('is no more than so many bytes and frames, whatever it sends: above, its connection is not read', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: mostBytes / 2 }), fc.constant(null)), { maxLength: 300 }), (steps) => {
        const socket = { isPaused: false, pause: () => void (socket.isPaused = true), resume: () => void (socket.isPaused = false) };
        const waiting = new WaitingFrames(socket);
        const queue: number[] = [];
        for (const step of steps) {
          if (step === null) {
            const served = queue.shift();
            if (served !== undefined) waiting.served(served);
          } else if (!socket.isPaused) {
            expect(waiting.add(step)).toBe(queue.length < mostFrames);
            if (queue.length < mostFrames) queue.push(step);
          }
          const bytes = queue.reduce((sum, each) => sum + each, 0);
          expect(bytes).toBeLessThan(mostBytes + mostBytes / 2);
          expect(socket.isPaused).toBe(bytes >= mostBytes);
        }
      }),
      runs(300),
    );
  });
});
