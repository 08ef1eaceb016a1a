import { setImmediate as nextLoop } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ConsoleTurns } from '../../../../hub/gateway/console-turns.ts';

/** A call of a console that is answered when the test says so. */
function call() {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const of = { begun: false, answer, work: () => ((of.begun = true), answered) };
  return of;
}
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await nextLoop();
}

describe('calls of consoles', () => {
  it('of a laptop whose shop hangs leave room for those of others, and come one after the other', async () => {
    const turns = new ConsoleTurns();
    const [one, other] = [{}, {}];
    const hanging = Array.from({ length: 20 }, call);
    const waiting = hanging.map((each) => turns.take(one, true, each.work));
    const theirs = call();
    void turns.take(other, true, theirs.work);
    await settled();
    expect(theirs.begun).toBe(true);
    expect(hanging.filter(({ begun }) => begun)).toEqual(hanging.slice(0, 4));
    hanging[0]?.answer();
    await settled();
    expect(hanging.filter(({ begun }) => begun)).toEqual(hanging.slice(0, 5));
    for (const each of hanging) each.answer();
    await Promise.all(waiting.flatMap((each) => each ?? []));
    expect(hanging.every(({ begun }) => begun)).toBe(true);
  });

  it('that ask nobody else do not wait for those that do', async () => {
    const turns = new ConsoleTurns();
    for (let laptop = 0; laptop < 10; laptop += 1) for (let n = 0; n < 4; n += 1) void turns.take({ laptop }, true, call().work);
    const decision = call();
    void turns.take({}, false, decision.work);
    await settled();
    expect(decision.begun).toBe(true);
  });

  it('are refused where a hundred of one laptop wait, and taken again once one is answered; those of others are not concerned', async () => {
    const turns = new ConsoleTurns();
    const [one, other] = [{}, {}];
    const open = Array.from({ length: 100 }, call);
    for (const [n, each] of open.entries()) expect(turns.take(one, n % 2 === 0, each.work)).not.toBeNull();
    const late = call();
    expect(turns.take(one, false, late.work)).toBeNull();
    expect(turns.take(other, true, call().work)).not.toBeNull();
    await settled();
    expect(late.begun).toBe(false);
    open[0]?.answer();
    await settled();
    expect(turns.take(one, false, late.work)).not.toBeNull();
  });

  it('count no more once they have failed', async () => {
    const turns = new ConsoleTurns();
    const one = {};
    for (let n = 0; n < 300; n += 1) await expect(turns.take(one, n % 2 === 0, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
