import '../../../doubles/true-cost.ts';
import { expect, test } from 'vitest';
import { guessCodes } from '../../../doubles/code-guesser.ts';
import { delaySeconds, TryDelay } from '../../../../main/unlock/attempts.ts';
import { characters, termsFor } from '../../../../main/unlock/passphrase-key.ts';

test('waits 0, 1, 2, 4 ... 300 seconds', () => {
  expect(Array.from({ length: 14 }, (_, wrong) => delaySeconds(wrong))).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  expect(delaySeconds(1_000_000)).toBe(300);
});

test('the wall clock shortens no wait; a new process begins it anew', () => {
  const clock = { wall: 1_000_000, mono: 5_000, now: () => clock.wall, monotonic: () => clock.mono };
  const delay = new TryDelay(clock);
  delay.startOnce(5);
  expect(delay.remaining).toBe(8_000);
  clock.wall += 3_600_000;
  expect(delay.remaining).toBe(8_000);
  clock.mono += 7_999;
  delay.startOnce(5);
  expect(delay.remaining).toBe(1);
  expect(new TryDelay(clock).retryAt).toBeNull();
  const restarted = new TryDelay(clock);
  restarted.startOnce(5);
  expect(restarted.remaining).toBe(8_000);
  expect(restarted.retryAt).toBe(clock.wall + 8_000);
  clock.mono += 8_000;
  expect(restarted.retryAt).toBeNull();
});

test('the passphrase key never costs less than 64 MiB and 3 passes, and about half a second where that is more', () => {
  const salt = 'A'.repeat(22) + '==';
  expect(termsFor(5_000, salt)).toMatchObject({ memoryKiB: 65536, passes: 3 });
  expect(termsFor(250, salt)).toMatchObject({ memoryKiB: 131072, passes: 3 });
  const fast = termsFor(10, salt);
  expect(fast.memoryKiB).toBe(262144);
  // Work is memory times passes: fifty times the minimum takes ten milliseconds fifty times.
  expect((fast.memoryKiB * fast.passes) / (65536 * 3)).toBeGreaterThan(45);
  expect(termsFor(0, salt).passes).toBeLessThanOrEqual(64);
});

test('counts characters, not bytes', () => {
  expect(characters(Buffer.from('naïve'))).toBe(5);
  expect(characters(Buffer.from('日本語 🔑'))).toBe(5);
});

// The soak campaign `code-guesses` makes 100,000 of them.
test('random codes never beat the counter: each is counted, each waits, and at the limit even the right one opens nothing', { timeout: 60_000 }, async () => {
  const { judged, ended, lucky } = await guessCodes(3_000);
  expect(judged).toBeGreaterThanOrEqual(3_000);
  expect(ended).toBeGreaterThanOrEqual(judged / 10 - lucky - 1);
});
