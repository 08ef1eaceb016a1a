import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hearing, latestNow, movedBack, onThisClock, seeing, toleratedMs, trustedNow } from '../../../../main/device/trusted-time.ts';
import { endOfTime, Timestamp } from '../../../../shared/domain/ids.ts';
import { stepSeconds } from '../../../../shared/trust/totp.ts';

const at = (now: number) => ({ now: () => now, monotonic: () => 0 });
const start = 1_800_000_000_000;
const kept = { clockOffset: 0, highestSeen: start, hubTime: null, lastStep: null };
const day = 24 * 3_600_000;

test('a clock put back by a day is noticed, by less than two minutes it is not', () => {
  expect(movedBack(kept, at(start - day))).toBe(true);
  expect(movedBack(kept, at(start - toleratedMs))).toBe(false);
  expect(movedBack(kept, at(start - toleratedMs - 1))).toBe(true);
});

test('a jump forward is remembered until the hub says what time it is', () => {
  const jumped = seeing(kept, at(start + 365 * day));
  expect(movedBack(jumped, at(start))).toBe(true);
  const told = hearing(jumped, start + 5_000, at(start));
  expect(movedBack(told, at(start))).toBe(false);
  expect(trustedNow(told, at(start))).toBe(start + 5_000);
});

test('a clock that is merely slow is no clock moved back', () => {
  const slow = hearing(kept, start + day, at(start));
  expect(movedBack(slow, at(start + 1_000))).toBe(false);
  expect(movedBack(slow, at(start - day))).toBe(true);
});

test('without the hub the highest time seen never goes down, whatever the clock shows', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -400 * day, max: 400 * day }), { maxLength: 50 }), (moves) => {
      let state = kept;
      for (const move of moves) {
        const before = state.highestSeen;
        state = seeing(state, at(start + move));
        expect(state.highestSeen).toBeGreaterThanOrEqual(before);
        expect(latestNow(state, at(start + move))).toBe(state.highestSeen);
      }
    }),
  );
});

test('a code’s step that is ahead of every clock was never one: told the time, it is not waited for, and none up to now is taken again', () => {
  const step = (time: number) => Math.floor(time / 1000 / stepSeconds);
  fc.assert(
    fc.property(fc.integer({ min: -400 * day, max: 400 * day }), fc.integer({ min: -400 * day, max: 400 * day }), fc.option(fc.integer({ min: 0, max: step(start + 900 * day) }), { nil: null }), (hub, machine, lastStep) => {
      const told = hearing({ ...kept, lastStep }, start + hub, at(start + machine));
      const newest = step(Math.max(start + hub, start + machine));
      expect(told.lastStep).toBe(lastStep === null || lastStep <= newest + 1 ? lastStep : newest);
    }),
  );
});

test('what a hub says can be shown as a time of this machine, up to the end of all time and whatever its clock is away', () => {
  const moment = fc.oneof(fc.constant(endOfTime), fc.constant(0), fc.integer({ min: 0, max: endOfTime }));
  const away = fc.oneof(fc.constant(-1), fc.constant(1), fc.integer({ min: -endOfTime, max: endOfTime }));
  fc.assert(fc.property(moment, away, (hubTime, clockOffset) => Timestamp.safeParse(onThisClock({ ...kept, clockOffset }, hubTime)).success));
});
