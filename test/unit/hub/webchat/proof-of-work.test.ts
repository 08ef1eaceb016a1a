import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { beforeEach, describe, expect, it } from 'vitest';
import { hardest } from '../../../../hub/channels/webchat/beginnings.ts';
import { ProofOfWork } from '../../../../hub/channels/webchat/proof-of-work.ts';
import type { WorkChallenge, WorkSolution } from '../../../../hub/widget/chat-frames.ts';

let now: number;
let work: ProofOfWork<object>;
beforeEach(() => {
  now = 0;
  work = new ProofOfWork({ now: () => now, monotonic: () => now });
});
const solved = async (challenge: WorkChallenge): Promise<WorkSolution> => {
  const solution = await solveChallenge({ challenge, deriveKey });
  if (solution === null) throw new Error('There is no solution.');
  return solution;
};

describe('the work of a page', () => {
  it('is done by trying, once, and by the page that was asked', async () => {
    const [page, other] = [{}, {}];
    const solution = await solved(await work.ask(page, 1));
    await work.ask(other, 1);
    expect(await work.take(other, solution)).toBe(false);
    expect(work.hasWorked(other)).toBe(false);
    expect(await work.take(page, solution)).toBe(true);
    expect(work.hasWorked(page)).toBe(true);
    expect(await work.take(page, solution)).toBe(false);
  });

  it('is not done by a guess, and a guess spends it', async () => {
    const page = {};
    const challenge = await work.ask(page, 1);
    const right = await solved(challenge);
    expect(await work.take(page, { ...right, derivedKey: '00'.repeat(32) })).toBe(false);
    expect(await work.take(page, right)).toBe(false);
    expect(work.hasWorked(page)).toBe(false);
  });

  it('is the same however often it is asked for, for five minutes and no longer', async () => {
    const page = {};
    const challenge = await work.ask(page, 1);
    expect(await work.ask(page, 4)).toEqual(challenge);
    now = 5 * 60_000;
    expect(await work.take(page, await solved(challenge))).toBe(false);
    expect(await work.ask(page, 1)).not.toEqual(challenge);
  });

  it('doubles with each step, up to a bound', async () => {
    const counter = async (level: number) => (await solved(await work.ask({}, level))).counter;
    for (const level of [1, 2, 3]) {
      const tries = await counter(level);
      expect(tries).toBeGreaterThanOrEqual(300 * 2 ** (level - 1));
      expect(tries).toBeLessThan(300 * 2 ** level);
    }
    expect(await counter(99)).toBeLessThan(300 * 2 ** hardest);
  });
});
