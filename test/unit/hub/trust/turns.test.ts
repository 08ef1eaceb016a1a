import { setImmediate as nextLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../../../hub/gateway/turns.ts';

describe('turns', () => {
  it('let no more through at once than they say, oldest first, and every one in the end', async () => {
    const turns = new Turns(3);
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const work = Array.from({ length: 100 }, (_, n) =>
      turns.take(async () => {
        order.push(n);
        inside += 1;
        most = Math.max(most, inside);
        await nextLoop();
        inside -= 1;
        return n;
      }),
    );
    expect(await Promise.all(work)).toEqual(order.toSorted((a, b) => a - b));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(most).toBe(3);
  });

  it('go on after work that failed', async () => {
    const turns = new Turns(1);
    const failing = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
    expect(await turns.take(() => Promise.resolve('and again'))).toBe('and again');
  });

  it('leave the event loop room in between, though no work waits for anything outside', async () => {
    const turns = new Turns(1);
    let done = 0;
    const all = Promise.all(Array.from({ length: 50 }, () => turns.take(async () => void (done += 1))));
    await nextLoop();
    await nextLoop();
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(10);
    await all;
  });
});
