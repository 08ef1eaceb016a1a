import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newOneTimeCode } from '../../../../shared/trust/one-time-code.ts';
import { stepSeconds } from '../../../../shared/trust/totp.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
});
afterEach(() => workstation.remove());

const header = () => JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')) as { totp: string | null; totpNext: string | null };
const minutes = (count: number) => {
  workstation.clock.waited += count * 60_000;
};

/** Unlocked with a one-time code, which the hub takes. */
async function openedByOneTimeCode(told: { readonly recoveryCodesLeft?: number; readonly authenticatorEnded?: boolean } = {}): Promise<void> {
  const code = newOneTimeCode();
  const unlocked = workstation.unlock(passphrase, Buffer.from(code));
  expect((await workstation.hub.hears('share-request')).code).toBe(code);
  await workstation.hub.giveShares();
  expect(await unlocked).toMatchObject({ kind: 'unlocked' });
  expect((await workstation.hub.hears('session-open')).code).toBe(code);
  await workstation.hub.openSession(undefined, told);
}

test('a one-time code goes to the hub also under a lease, and offline nothing is judged or counted', async () => {
  await workstation.hub.disconnect();
  expect(await workstation.unlock(passphrase, Buffer.from(newOneTimeCode()))).toEqual({ kind: 'hub-needed' });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', attemptsLeft: 10, leaseUntil: expect.any(Number) });
});

test('a one-time code opens, and the authenticator stays as it was: its present code is not used up', async () => {
  // By the hub's clock no code of the authenticator is used up.
  workstation.freshCode();
  await openedByOneTimeCode();
  expect(header()).toMatchObject({ totp: expect.any(String), totpNext: null });
  await workstation.hub.disconnect();
  await workstation.restart();
  const step = Math.floor(workstation.clock.now() / 1000 / stepSeconds);
  expect(await workstation.unlock(passphrase, workstation.code(step))).toMatchObject({ kind: 'unlocked' });
});

test('a one-time code replaces a code, never the passphrase', async () => {
  const wrong = workstation.unlock(`${passphrase}!`, Buffer.from(newOneTimeCode()));
  await workstation.hub.hears('share-request');
  // Even a hub that gave the share away would not help.
  await workstation.hub.giveShares();
  expect(await wrong).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
});

test('one that the hub refuses is a wrong try like any other', async () => {
  const wrong = workstation.unlock(passphrase, Buffer.from(newOneTimeCode()));
  await workstation.hub.hears('share-request');
  await workstation.hub.tell({ c: 'code-refused', for: 'share-request' });
  expect(await wrong).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
});

test('the agent sees how many recovery codes are left, and that for a quarter of an hour no code is asked for', async () => {
  await expect(workstation.call('security.show', null)).rejects.toMatchObject({ kind: 'not-now' });
  await openedByOneTimeCode({ recoveryCodesLeft: 7 });
  const shown = { passphraseMinimum: 15, codeDigits: 6, recoveryCodesLeft: 7, duressAllowed: false };
  expect(await workstation.call('security.show', null)).toEqual({ ...shown, codeForgiven: true });
  minutes(14.9);
  expect(await workstation.call('security.show', null)).toMatchObject({ codeForgiven: true });
  minutes(0.2);
  expect(await workstation.call('security.show', null)).toMatchObject({ codeForgiven: false });
});

test('a session that an ordinary code opened forgives none', async () => {
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  expect(await workstation.call('security.show', null)).toMatchObject({ recoveryCodesLeft: null, codeForgiven: false });
  await workstation.hub.hears('session-open');
  await workstation.hub.openSession();
  expect(await workstation.call('security.show', null)).toMatchObject({ recoveryCodesLeft: 10, codeForgiven: false });
});

test('another set of recovery codes is made once the hub has taken it, and only for passphrase and code', async () => {
  await openedByOneTimeCode({ recoveryCodesLeft: 1 });
  const asked = workstation.call('security.new-recovery-codes', { passphrase: Buffer.from(passphrase), code: workstation.freshCode() });
  const request = await workstation.hub.hears('recovery-replace');
  expect(new Set(request.recovery).size).toBe(10);
  await workstation.hub.tell({ c: 'recovery-replaced' });
  const made = await asked;
  expect(made).toMatchObject({ kind: 'made' });
  if (made.kind === 'made') for (const code of made.recoveryCodes) expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(await workstation.call('security.show', null)).toMatchObject({ recoveryCodesLeft: 10 });

  // A wrong passphrase asks the hub to replace nothing; the hub counts it with the code.
  const wrong = workstation.call('security.new-recovery-codes', { passphrase: Buffer.from(`${passphrase}!`), code: workstation.freshCode() });
  await workstation.hub.hears('share-request');
  await workstation.hub.tell({ c: 'code-refused', for: 'share-request' });
  expect(await wrong).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  expect(workstation.hub.heard('recovery-replace')).toBe(false);
});
