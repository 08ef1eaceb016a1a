import { expect, it } from 'vitest';
import { Idleness } from '../../../../main/desktop/idleness.ts';
import { watchNetwork } from '../../../../main/desktop/network-changes.ts';
import { Time } from '../../../doubles/time.ts';

function watching(systemIdleSeconds: () => number) {
  const time = new Time();
  let locked = 0;
  const idleness = new Idleness({ clock: time, timers: time, systemIdleSeconds, limitMinutes: () => 5, idle: () => (locked += 1) });
  idleness.watch();
  return { time, idleness, locks: () => locked };
}

it('five minutes without input lock', async () => {
  const { time, locks } = watching(() => 10_000);
  await time.pass(295_000);
  expect(locks()).toBe(0);
  await time.pass(10_000);
  expect(locks()).toBeGreaterThan(0);
});

it('input elsewhere on the machine counts', async () => {
  const { time, locks } = watching(() => 2);
  await time.pass(3_600_000);
  expect(locks()).toBe(0);
});

it('a key pressed here counts, even where the system sees no input', async () => {
  const { time, idleness, locks } = watching(() => 10_000);
  for (let minute = 0; minute < 20; minute += 1) {
    await time.pass(60_000);
    idleness.active();
  }
  expect(locks()).toBe(0);
});

it('idleness from before the unlock does not count', async () => {
  const { time, idleness, locks } = watching(() => 10_000);
  await time.pass(290_000);
  idleness.rest();
  await time.pass(3_600_000);
  idleness.watch();
  await time.pass(290_000);
  expect(locks()).toBe(0);
});

it('watching what is watched already does not start the count again', async () => {
  const { time, idleness, locks } = watching(() => 10_000);
  await time.pass(200_000);
  idleness.watch();
  await time.pass(105_000);
  expect(locks()).toBeGreaterThan(0);
});

it('a network that comes or goes is told once', async () => {
  const time = new Time();
  let addresses = 'eth0 10.0.0.2';
  let changes = 0;
  watchNetwork(time, () => (changes += 1), () => addresses);
  await time.pass(60_000);
  expect(changes).toBe(0);
  addresses = '';
  await time.pass(60_000);
  expect(changes).toBe(1);
});
