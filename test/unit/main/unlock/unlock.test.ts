import type * as Argon2 from '@node-rs/argon2';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { delaySeconds } from '../../../../main/unlock/attempts.ts';
import { stepSeconds } from '../../../../shared/trust/totp.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// The true derivation, watched.
vi.mock('@node-rs/argon2', async (original) => {
  const { hashRaw: derive } = await original<typeof Argon2>();
  return { hashRaw: vi.fn(derive) };
});
// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const hour = 3_600_000;
let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
  await workstation.hub.disconnect();
});
afterEach(() => workstation.remove());

const waitOver = () => {
  workstation.clock.waited += 301_000;
};

test('a wrong passphrase, a wrong, a late and a used code get one and the same answer', async () => {
  const used = workstation.freshCode();
  expect(await workstation.unlock(passphrase, Buffer.from(used))).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();

  const step = Math.floor(workstation.clock.now() / 1000 / stepSeconds);
  const wrongs = [
    () => workstation.unlock(`${passphrase}!`),
    () => workstation.unlock(passphrase, workstation.wrongCode()),
    () => workstation.unlock(passphrase, workstation.code(step - 3)),
    () => workstation.unlock(passphrase, Buffer.from(used)),
    () => workstation.unlock(`${passphrase}!`, workstation.wrongCode()),
  ];
  const answers: unknown[] = [];
  const derived = vi.mocked(hashRaw);
  for (const wrong of wrongs) {
    derived.mockClear();
    const { retryAt: _retryAt, attemptsLeft: _attemptsLeft, ...answer } = (await wrong()) as { kind: string; retryAt?: number; attemptsLeft?: number };
    answers.push(answer);
    // Each pays for one derivation, whatever is wrong; what else differs is far below it.
    expect(derived).toHaveBeenCalledOnce();
    // A right try in between sets the count back, so that each wrong one is a first one.
    waitOver();
    expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
    await workstation.restart();
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"kind":"wrong"}']));
});

test('overwrites passphrase and code', async () => {
  const given = Buffer.from(passphrase);
  const code = workstation.freshCode();
  await workstation.call('unlock.attempt', { passphrase: given, code, ticket: null });
  expect([...given, ...code].every((byte) => byte === 0)).toBe(true);
});

test('counts wrong tries over restarts, makes each wait, and destroys the key at the limit', async () => {
  const limit = workstation.hub.policy.attemptLimit;
  for (let tried = 1; tried <= limit; tried += 1) {
    expect(await workstation.unlock(passphrase, workstation.wrongCode())).toMatchObject({ kind: 'wrong', attemptsLeft: limit - tried });
    if (tried === limit) break;
    if (delaySeconds(tried) > 0) expect(await workstation.unlock()).toMatchObject({ kind: 'wait' });
    if (tried === 4) {
      // The half of the wait passes, the process starts again: all of it is to be waited.
      workstation.clock.waited += (delaySeconds(tried) * 1000) / 2;
      const before = workstation.clock.now();
      await workstation.restart();
      const inspection = await workstation.call('device.inspect', null);
      expect(inspection).toMatchObject({ kind: 'enrolled', attemptsLeft: limit - tried });
      expect((inspection as { retryAt: number }).retryAt).toBeGreaterThan(before + delaySeconds(tried) * 1000 - 1000);
      workstation.clock.offset += hour;
      expect(await workstation.unlock()).toMatchObject({ kind: 'wait' });
    }
    waitOver();
  }
  expect(existsSync(join(workstation.profile, 'vault.header'))).toBe(false);
  waitOver();
  expect(await workstation.unlock()).toMatchObject({ kind: 'vault-damaged', explanation: expect.stringContaining('too many wrong tries') });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'vault-damaged' });
});

test('deleting files, putting them back and setting the clock either way shortens no wait and takes back no try', async () => {
  const wrong = () => workstation.unlock(passphrase, workstation.wrongCode());
  for (let tried = 1; tried <= 5; tried += 1) {
    await wrong();
    if (tried < 5) waitOver();
  }
  const counted = { kind: 'enrolled', attemptsLeft: workstation.hub.policy.attemptLimit - 5 };
  const copy = workstation.copy();
  try {
    for (const name of ['vault.header', 'enrolment.record']) {
      rmSync(join(workstation.profile, name));
      await workstation.restart();
      expect(await workstation.unlock().catch((error: { kind: string }) => error)).not.toMatchObject({ kind: 'unlocked' });
      cpSync(join(copy, name), join(workstation.profile, name));
    }
    await workstation.restart();
    expect(await workstation.call('device.inspect', null)).toMatchObject(counted);
    expect(await workstation.unlock()).toMatchObject({ kind: 'wait' });
    // Back by less than stops unlocking for itself, forward by more than any wait.
    for (const by of [-60_000, 60_000, hour]) {
      workstation.clock.offset += by;
      expect(await workstation.unlock()).toMatchObject({ kind: 'wait' });
    }
    expect(await workstation.call('device.inspect', null)).toMatchObject(counted);
    waitOver();
    expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test('the lock screen knows when the next code comes, once one was used', async () => {
  // Early in a code's time: its turn comes long after this.
  workstation.clock.offset += stepSeconds * 1000 - (workstation.clock.now() % (stepSeconds * 1000)) + 2_000;
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
  const next = (Math.floor(workstation.clock.now() / 1000 / stepSeconds) + 1) * stepSeconds * 1000;
  const shown = (await workstation.call('device.inspect', null)) as { readonly nextCodeAt: number };
  // The hub's time, by which codes go, and this clock are some milliseconds apart.
  expect(Math.abs(shown.nextCodeAt - next)).toBeLessThan(1000);
  workstation.clock.offset += stepSeconds * 1000;
  expect(await workstation.call('device.inspect', null)).toMatchObject({ nextCodeAt: null });
});

test('a header put back after the key was destroyed opens nothing', async () => {
  const header = readFileSync(join(workstation.profile, 'vault.header'));
  for (let tried = 0; tried < workstation.hub.policy.attemptLimit; tried += 1) {
    await workstation.unlock(passphrase, workstation.wrongCode());
    waitOver();
  }
  writeFileSync(join(workstation.profile, 'vault.header'), header);
  await workstation.restart();
  expect(await workstation.unlock()).toMatchObject({ kind: 'vault-damaged' });
});

test('a code that opened it opens nothing again, not after a restart either', async () => {
  const code = workstation.freshCode();
  expect(await workstation.unlock(passphrase, Buffer.from(code))).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
  expect(await workstation.unlock(passphrase, Buffer.from(code))).toMatchObject({ kind: 'wrong' });
});

test('a lease that has ended needs the hub, and the share is gone from the keychain', async () => {
  workstation.clock.offset += 73 * hour;
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', leaseUntil: null });
  expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
  // Put back by less than would be noticed as a clock moved back: the share does not return.
  workstation.clock.offset -= 60_000;
  expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });

  await workstation.connect();
  const { hub } = workstation;
  const refused = workstation.unlock();
  const asked = await hub.hears('share-request');
  expect(asked.verifier).toHaveLength(44);
  await hub.tell({ c: 'code-refused', for: 'share-request' });
  expect(await refused).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });

  const unlocked = workstation.unlock();
  await hub.hears('share-request');
  await hub.giveShares();
  expect(await unlocked).toMatchObject({ kind: 'unlocked' });
  // The same code opens the session on the link over which the share came.
  await hub.hears('session-open');
  await workstation.restart();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', attemptsLeft: 10, leaseUntil: expect.any(Number) });
});

test('a hub that falls silent while it is asked for the share uses up no try', async () => {
  workstation.clock.offset += 73 * hour;
  await workstation.connect();
  const attempt = workstation.unlock();
  await workstation.hub.hears('share-request');
  await workstation.hub.disconnect();
  expect(await attempt).toEqual({ kind: 'hub-needed' });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ attemptsLeft: 10 });
});

test('a clock moved back stops unlocking, survives a restart, and the hub alone can lift it', async () => {
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
  workstation.clock.offset += 48 * hour;
  await workstation.call('device.inspect', null);
  workstation.clock.offset -= 48 * hour;
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'clock-moved-back' });
  expect(await workstation.unlock()).toMatchObject({ kind: 'clock-moved-back' });
  await workstation.restart();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'clock-moved-back' });

  workstation.events.length = 0;
  await workstation.connect();
  expect(workstation.events).toContainEqual({ kind: 'device-changed' });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled' });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('codes are judged by the hub’s time where this clock is wrong', async () => {
  const slow = 10 * 60_000;
  await workstation.connect({ time: workstation.clock.now() + slow });
  await workstation.hub.disconnect();
  const step = Math.floor((workstation.clock.now() + slow) / 1000 / stepSeconds);
  expect(await workstation.unlock(passphrase, workstation.code(step))).toMatchObject({ kind: 'unlocked' });
});

test('an older copy of the profile is recognised by its epoch and begins a new Signal session', async () => {
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
  const header = readFileSync(join(workstation.profile, 'vault.header'));
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
  writeFileSync(join(workstation.profile, 'vault.header'), header);
  await workstation.connect();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.hub.hears('session-open');
  await workstation.hub.tell({ c: 'session-opened', token: Buffer.alloc(32).toString('base64'), until: workstation.clock.now() + hour, preKeysWanted: false, recoveryCodesLeft: 10, authenticatorEnded: false });
  expect((await workstation.hub.hears('prekeys')).epoch).toBe(3);
});

test('nothing of agent, organisation or invite can be read in any file of the profile', async () => {
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  for (const name of readdirSync(workstation.profile)) {
    const content = readFileSync(join(workstation.profile, name)).toString('latin1');
    expect(`${name} ${content}`).not.toMatch(/canary|lindgren|laptop-7|ABCDEFGHIJ/i);
  }
});
