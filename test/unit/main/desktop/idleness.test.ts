import { expect, it } from 'vitest';
import { Idleness } from '../../../../main/desktop/idleness.ts';
import { ipcEvents } from '../../../../shared/contract/ipc/index.ts';
import { watchNetwork } from '../../../../main/desktop/network-changes.ts';
import { Time } from '../../../doubles/time.ts';

/** Seconds since the last input, as a system that sees it all would tell. */
class Person {
  #at = 0;
  readonly #time: Time;

  constructor(time: Time) {
    this.#time = time;
    this.moves();
  }

  moves(): void {
    this.#at = this.#time.now();
  }

  idleSeconds(): number {
    return Math.floor((this.#time.now() - this.#at) / 1000);
  }
}

function watching(system?: () => number, minutes = 5, monotonic?: (time: Time) => number) {
  const time = new Time();
  const person = new Person(time);
  let locked = 0;
  const warnings: (number | null)[] = [];
  const idleness = new Idleness({
    clock: monotonic === undefined ? time : { now: () => time.now(), monotonic: () => monotonic(time) },
    timers: time,
    systemIdleSeconds: system ?? (() => person.idleSeconds()),
    limitMinutes: () => minutes,
    warning: (lockAt) => warnings.push(lockAt),
    idle: () => (locked += 1),
  });
  idleness.watch();
  return { time, person, idleness, warnings, locks: () => locked };
}

it('five minutes without input lock', async () => {
  const { time, locks } = watching(() => 10_000);
  await time.pass(299_000);
  expect(locks()).toBe(0);
  await time.pass(2_000);
  expect(locks()).toBeGreaterThan(0);
});

it('input elsewhere on the machine counts', async () => {
  const { time, locks, warnings } = watching(() => 2);
  await time.pass(3_600_000);
  expect(locks()).toBe(0);
  expect(warnings).toEqual([]);
});

it('input here counts, even where the system sees none', async () => {
  const { time, idleness, locks } = watching(() => 10_000);
  for (let minute = 0; minute < 20; minute += 1) {
    await time.pass(60_000);
    idleness.active();
  }
  expect(locks()).toBe(0);
});

it('a system that always says there was input just now does not keep it open', async () => {
  const { time, idleness, locks } = watching(() => 0);
  await time.pass(200_000);
  idleness.active();
  await time.pass(299_000);
  expect(locks()).toBe(0);
  await time.pass(2_000);
  expect(locks()).toBeGreaterThan(0);
});

it('a system that stops telling does not keep it open either, and the lock is announced', async () => {
  let idle = 1;
  const { time, warnings, locks } = watching(() => idle);
  await time.pass(3_600_000);
  idle = 0;
  await time.pass(275_000);
  expect(warnings).toEqual([]);
  await time.pass(20_000);
  expect(warnings).toHaveLength(1);
  expect(locks()).toBe(0);
  await time.pass(10_000);
  expect(locks()).toBeGreaterThan(0);
});

it('somebody who goes on elsewhere, seldom at rest when it looks, keeps it open', async () => {
  const { time, person, locks } = watching();
  for (let input = 0; input < 1_200; input += 1) {
    person.moves();
    await time.pass(1_700);
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

it('the lock is announced once, twenty seconds before, with its time', async () => {
  const { time, warnings, locks } = watching();
  const start = time.now();
  await time.pass(279_000);
  expect(warnings).toEqual([]);
  await time.pass(20_000);
  expect(warnings).toHaveLength(1);
  const announced = warnings[0] ?? 0;
  expect(announced - start).toBeGreaterThanOrEqual(300_000);
  expect(announced - start).toBeLessThanOrEqual(301_000);
  expect(locks()).toBe(0);
  await time.pass(announced + 600 - time.now());
  expect(locks()).toBeGreaterThan(0);
});

it('the time announced is one the page may be told, where the monotonic clock counts parts of a millisecond', async () => {
  const { time, warnings } = watching(() => 10_000, 5, (real) => real.now() * 1.000_001_7);
  await time.pass(290_000);
  expect(warnings).toHaveLength(1);
  expect(ipcEvents['session.idle-warning'].safeParse(warnings[0]).success).toBe(true);
});

it('input elsewhere takes the announcement back within a second, and the count starts again', async () => {
  const { time, person, warnings, locks } = watching();
  await time.pass(290_000);
  expect(warnings).toHaveLength(1);
  person.moves();
  await time.pass(1_000);
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toBeNull();
  await time.pass(270_000);
  expect(warnings).toHaveLength(2);
  expect(locks()).toBe(0);
});

it('input here takes the announcement back at once', async () => {
  const { time, idleness, warnings } = watching(() => 10_000);
  await time.pass(290_000);
  idleness.active();
  expect(warnings.at(-1)).toBeNull();
});

it('with the shortest policy there are forty quiet seconds before the announcement', async () => {
  const { time, warnings } = watching(() => 10_000, 1);
  await time.pass(39_000);
  expect(warnings).toEqual([]);
  await time.pass(2_000);
  expect(warnings).toHaveLength(1);
});

it('after a lock nothing is announced of the session before', async () => {
  const { time, idleness, warnings } = watching(() => 10_000);
  await time.pass(290_000);
  idleness.rest();
  idleness.watch();
  await time.pass(270_000);
  expect(warnings).toHaveLength(1);
});

it('locks also where nobody could be told that it will', async () => {
  const time = new Time();
  let [asked, locks] = [0, 0];
  const idleness = new Idleness({
    clock: time,
    timers: time,
    systemIdleSeconds: () => 10_000,
    limitMinutes: () => 5,
    warning: () => {
      asked += 1;
      throw new Error('The page has gone.');
    },
    idle: () => (locks += 1),
  });
  idleness.watch();
  // Thrown at a timer, where nothing of it goes further.
  await time.pass(281_000).catch(() => undefined);
  expect(asked).toBe(1);
  await time.pass(30_000);
  expect(locks).toBeGreaterThan(0);
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
