import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { afterPainting } from '../../../renderer/ui/after-painting.ts';

/** Frames come when the test says so. */
let frames = new Map<number, () => void>();
let reported: unknown[] = [];
const frame = async (): Promise<void> => {
  const now = [...frames.values()];
  frames.clear();
  for (const run of now) run();
  await vi.advanceTimersByTimeAsync(0);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  [frames, reported] = [new Map(), []];
  let last = 0;
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
    frames.set(++last, run);
    return last;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => void frames.delete(id));
  vi.stubGlobal('reportError', (error: unknown) => void reported.push(error));
});
afterEach(() => void vi.useRealTimers());

describe('what waits for the painting', () => {
  it('is done after the second frame, in its order, and asks for no frames of its own each', async () => {
    const done: string[] = [];
    for (const name of ['one', 'two', 'three']) afterPainting(() => done.push(name));
    expect(frames.size).toBe(1);
    await frame();
    expect(done).toEqual([]);
    await frame();
    expect(done).toEqual(['one', 'two', 'three']);
    expect(frames.size).toBe(0);
  });

  it('waits for two of its own where the first has passed', async () => {
    const done: string[] = [];
    afterPainting(() => done.push('before'));
    await frame();
    afterPainting(() => done.push('after'));
    await frame();
    expect(done).toEqual(['before']);
    await frame();
    expect(done).toEqual(['before', 'after']);
  });

  it('is let be by itself or by another one, and what fails is reported and stops none', async () => {
    const done: string[] = [];
    afterPainting(() => done.push('never'))();
    const letBe = { last: (): void => undefined };
    afterPainting(() => {
      letBe.last();
      throw new Error('of one');
    });
    afterPainting(() => done.push('goes on'));
    letBe.last = afterPainting(() => done.push('nor this'));
    await frame();
    await frame();
    expect(done).toEqual(['goes on']);
    expect(reported).toEqual([new Error('of one')]);
  });

  it('is done all the same where no frame comes, and once', async () => {
    const done = vi.fn<() => void>();
    afterPainting(done);
    await vi.advanceTimersByTimeAsync(99);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledTimes(1);
    await frame();
    await frame();
    await vi.advanceTimersByTimeAsync(200);
    expect(done).toHaveBeenCalledTimes(1);
  });
});
