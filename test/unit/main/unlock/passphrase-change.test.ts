import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and a change three of them.
vi.setConfig({ testTimeout: 120_000 });

const next = 'pewter lanterns drift above the orchard';
let workstation: WorkstationCore;
/** The verifier that the hub was given at the set-up. */
let first: string;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
  first = (await workstation.hub.hears('verifier-set')).verifier;
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.hub.hears('session-open');
  await workstation.hub.openSession();
});
afterEach(() => workstation.remove());

const change = (from = passphrase, to = next, code: Uint8Array = workstation.freshCode()) =>
  workstation.call('security.change-passphrase', { passphrase: Buffer.from(from), code, next: Buffer.from(to) });
const header = () => readFileSync(join(workstation.profile, 'vault.header'), 'utf8');
const waitOver = () => {
  workstation.clock.waited += 301_000;
};

async function changed(): Promise<string> {
  const changing = change();
  const asked = await workstation.hub.hears('verifier-replace');
  await workstation.hub.tell({ c: 'verifier-replaced' });
  expect(await changing).toEqual({ kind: 'changed' });
  return asked.next;
}

async function opensWith(text: string): Promise<boolean> {
  await workstation.restart();
  waitOver();
  return (await workstation.unlock(text)).kind === 'unlocked';
}

test('the hub takes the next verifier with the present one and a code; then the next passphrase opens, and the one before does not', async () => {
  const changing = change();
  const asked = await workstation.hub.hears('verifier-replace');
  expect(asked).toMatchObject({ verifier: first, code: expect.stringMatching(/^\d{6}$/) });
  expect(asked.next).not.toBe(first);
  const before = header();
  await workstation.hub.tell({ c: 'verifier-replaced' });
  expect(await changing).toEqual({ kind: 'changed' });
  const salt = (text: string) => (JSON.parse(text) as { kdf: { salt: string } }).kdf.salt;
  expect(salt(header())).not.toBe(salt(before));
  expect(await opensWith(passphrase)).toBe(false);
  expect(await opensWith(next)).toBe(true);
  await workstation.connect();
  expect((await workstation.hub.hears('session-open')).verifier).toBe(asked.next);
});

test('a code given later in the same session goes with the next verifier, since the one before would end it', async () => {
  const verifier = await changed();
  await workstation.hub.tell({ c: 'session-refused', reason: 'ended' });
  const given = workstation.call('unlock.code', { code: workstation.freshCode() });
  expect((await workstation.hub.hears('session-open')).verifier).toBe(verifier);
  await workstation.hub.openSession();
  expect(await given).toEqual({ kind: 'accepted' });
});

test('without the hub nothing is tried and nothing counted', async () => {
  await workstation.hub.disconnect();
  expect(await change('not the passphrase at all')).toEqual({ kind: 'hub-needed' });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ attemptsLeft: 10 });
});

test('an answer that is lost leaves the present passphrase opening', async () => {
  const changing = change();
  await workstation.hub.hears('verifier-replace');
  await workstation.hub.disconnect();
  expect(await changing).toEqual({ kind: 'hub-needed' });
  expect(await opensWith(next)).toBe(false);
  expect(await opensWith(passphrase)).toBe(true);
});

test('a wrong passphrase and a wrong code get one and the same answer, and only what opens the header replaces anything', async () => {
  const before = header();
  const wrongPassphrase = change('not the passphrase at all');
  await workstation.hub.hears('share-request');
  // A hub that took it all the same: it is the header that says no.
  await workstation.hub.giveShares();
  const answers = [await wrongPassphrase];
  waitOver();
  const wrongCode = change(passphrase, next, Buffer.from('000000'));
  await workstation.hub.hears('verifier-replace');
  await workstation.hub.tell({ c: 'code-refused', for: 'verifier-replace' });
  answers.push(await wrongCode);
  expect(answers).toEqual([9, 8].map((attemptsLeft) => ({ kind: 'wrong', retryAt: expect.any(Number), attemptsLeft })));
  expect(workstation.hub.heard('verifier-replace')).toBe(false);
  expect(header()).toBe(before);
});

test('counts with the unlocks, waits as they do, and at the limit destroys the key and locks', async () => {
  await workstation.restart();
  for (const _try of [1, 2]) expect(await workstation.unlock('not the passphrase at all')).toMatchObject({ kind: 'wrong' });
  waitOver();
  await workstation.connect();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  const wrong = async () => {
    const changing = change('not the passphrase at all');
    await workstation.hub.hears('share-request');
    await workstation.hub.tell({ c: 'code-refused', for: 'share-request' });
    return changing;
  };
  for (let tried = 1; tried <= workstation.hub.policy.attemptLimit; tried += 1) {
    expect(await wrong()).toMatchObject({ kind: 'wrong', attemptsLeft: workstation.hub.policy.attemptLimit - tried });
    if (tried === 9) expect(await change()).toMatchObject({ kind: 'wait' });
    waitOver();
  }
  expect(workstation.events).toContainEqual({ kind: 'lock-now', reason: 'There were too many wrong tries.' });
  await workstation.restart();
  expect(await workstation.unlock()).toMatchObject({ kind: 'vault-damaged', explanation: expect.stringContaining('too many wrong tries') });
});

test('a next passphrase that is too short, guessable, or made of own words is refused before anything is asked', async () => {
  expect(await change(passphrase, 'short')).toEqual({ kind: 'too-short', minimum: 15 });
  for (const weak of ['passwordpassword', 'Lindgren Canary Outdoor', 'Nora Bergström-Canary']) {
    expect(await change(passphrase, weak)).toMatchObject({ kind: 'too-weak', warning: expect.stringMatching(/./), suggestions: expect.any(Array) });
  }
  expect(workstation.hub.heard('verifier-replace') || workstation.hub.heard('share-request')).toBe(false);
  expect(await workstation.call('device.inspect', null)).toMatchObject({ attemptsLeft: 10 });
});

test('overwrites every passphrase and code', async () => {
  const given = [Buffer.from(passphrase), Buffer.from(next), Buffer.from('000000')] as const;
  const changing = workstation.call('security.change-passphrase', { passphrase: given[0], next: given[1], code: given[2] });
  await workstation.hub.hears('verifier-replace');
  await workstation.hub.tell({ c: 'code-refused', for: 'verifier-replace' });
  await changing;
  expect(given.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(true);
});

test('at lease zero the next passphrase opens with the hub’s share', async () => {
  await workstation.remove();
  workstation = new WorkstationCore();
  workstation.hub.policy = { ...workstation.hub.policy, offlineLeaseHours: 0 };
  await workstation.enrol();
  const unlock = async (text: string) => {
    const unlocking = workstation.unlock(text);
    const { verifier } = await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
    return { outcome: await unlocking, verifier };
  };
  expect((await unlock(passphrase)).outcome).toMatchObject({ kind: 'unlocked' });
  const verifier = await changed();
  await workstation.restart();
  await workstation.connect();
  expect((await unlock(passphrase)).outcome).toMatchObject({ kind: 'wrong' });
  waitOver();
  const opened = await unlock(next);
  expect(opened).toMatchObject({ outcome: { kind: 'unlocked' }, verifier });
  expect(JSON.parse(header())).toMatchObject({ totp: null });
});
