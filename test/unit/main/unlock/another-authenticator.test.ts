import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newOneTimeCode, recoveryDigests } from '../../../../shared/trust/one-time-code.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../../shared/trust/totp.ts';
import { typedOneTimeCode } from '../../../../shared/domain/typed-code.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

const header = () => JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')) as { totp: string | null; totpNext: string | null };
const stepNow = () => Math.floor(workstation.clock.now() / 1000 / stepSeconds);

async function unlocked(offlineLeaseHours = 72): Promise<void> {
  workstation.hub.policy = { ...workstation.hub.policy, offlineLeaseHours };
  await workstation.enrol();
  const attempt = workstation.unlock();
  if (offlineLeaseHours === 0) {
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
  }
  expect(await attempt).toMatchObject({ kind: 'unlocked' });
  await workstation.hub.hears('session-open');
  await workstation.hub.openSession();
}

/** Passphrase and code are right, as the hub says too. */
async function provisioned(code: Uint8Array | null = workstation.freshCode()) {
  const asked = workstation.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code });
  if (code !== null) {
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
  }
  const answer = await asked;
  if (answer.kind !== 'provisioned') throw new Error(answer.kind);
  const secret = secretFromText(answer.secret);
  return { ...answer, secret, code: (step: number) => Buffer.from(codeAt(secret, workstation.hub.policy.totp, step)) };
}

/** A minute later: two codes of the new one. */
async function confirmed(code: (step: number) => Uint8Array) {
  workstation.clock.offset += 60_000;
  return workstation.call('security.confirm-authenticator', { first: code(stepNow() - 1), second: code(stepNow()) });
}

describe('another authenticator', () => {
  test('takes the place of the one in use once the hub has taken it, with its own recovery codes', async () => {
    await unlocked();
    const before = header().totp;
    const typed = workstation.freshCode();
    const text = Buffer.from(typed).toString('latin1');
    const next = await provisioned(typed);
    expect(next.uri).toContain('otpauth://totp/');
    expect(header()).toMatchObject({ totp: before, totpNext: null });

    const answer = confirmed(next.code);
    const request = await workstation.hub.hears('totp-replace');
    expect(request).toMatchObject({ code: text, secret: toBase64(next.secret), recovery: recoveryDigests(workstation.hub.deviceId!, next.recoveryCodes.map(typedOneTimeCode)) });
    // Written before the hub was asked: from here on a crash may come at any moment.
    expect(header()).toMatchObject({ totp: before, totpNext: expect.any(String) });
    await workstation.hub.tell({ c: 'totp-replaced' });
    expect(await answer).toEqual({ kind: 'confirmed' });
    expect(header().totpNext).toBeNull();
    expect(header().totp).not.toBe(before);

    // Its second code is used up; the one before opens nothing any more.
    await workstation.hub.disconnect();
    await workstation.restart();
    workstation.clock.offset += 60_000;
    expect(await workstation.unlock(passphrase, workstation.code(stepNow()))).toMatchObject({ kind: 'wrong' });
    expect(await workstation.unlock(passphrase, next.code(stepNow()))).toMatchObject({ kind: 'unlocked' });
  });

  test('needs both factors, and a wrong one is counted as at an unlock', async () => {
    await unlocked();
    for (const [typed, left] of [[`${passphrase}!`, 9], [passphrase, 8]] as const) {
      const asked = workstation.call('security.new-authenticator', { passphrase: Buffer.from(typed), code: workstation.freshCode() });
      await workstation.hub.hears('share-request');
      await workstation.hub.tell({ c: 'code-refused', for: 'share-request' });
      expect(await asked).toMatchObject({ kind: 'wrong', attemptsLeft: left });
    }
    expect(await workstation.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code: workstation.freshCode() })).toMatchObject({ kind: 'wait' });
    await expect(workstation.call('security.confirm-authenticator', { first: Buffer.from('111111'), second: Buffer.from('222222') })).rejects.toMatchObject({ kind: 'not-now' });
  });

  test('without a code only where the session stands for one, and then too with the passphrase', async () => {
    await unlocked();
    await expect(workstation.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code: null })).rejects.toMatchObject({ kind: 'not-now' });
    await workstation.restart();
    await workstation.connect();
    const oneTime = workstation.unlock(passphrase, Buffer.from(newOneTimeCode()));
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
    await oneTime;
    await workstation.hub.hears('session-open');
    await workstation.hub.openSession();
    expect(await workstation.call('security.new-authenticator', { passphrase: Buffer.from(`${passphrase}!`), code: null })).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
    const next = await provisioned(null);
    const answer = confirmed(next.code);
    expect((await workstation.hub.hears('totp-replace')).code).toBeNull();
    await workstation.hub.tell({ c: 'totp-replaced' });
    expect(await answer).toEqual({ kind: 'confirmed' });
    expect(await workstation.call('security.show', null)).toMatchObject({ codeForgiven: false, recoveryCodesLeft: 10 });
  });

  test('two codes that are not its own are wrong before the hub is asked, and the right ones still confirm it', async () => {
    await unlocked();
    const next = await provisioned();
    expect(await workstation.call('security.confirm-authenticator', { first: Buffer.from('000000'), second: Buffer.from('000000') })).toEqual({ kind: 'wrong' });
    expect(workstation.hub.heard('totp-replace')).toBe(false);
    const answer = confirmed(next.code);
    await workstation.hub.hears('totp-replace');
    await workstation.hub.tell({ c: 'totp-replaced' });
    expect(await answer).toEqual({ kind: 'confirmed' });
  });

  test('refused by the hub, it leaves nothing in the header', async () => {
    await unlocked();
    const next = await provisioned();
    const answer = confirmed(next.code);
    await workstation.hub.hears('totp-replace');
    await workstation.hub.tell({ c: 'code-refused', for: 'totp-replace' });
    expect(await answer).toEqual({ kind: 'wrong' });
    expect(header().totpNext).toBeNull();
  });

  test('over another link the code serves no more, and the agent begins again', async () => {
    await unlocked();
    const next = await provisioned();
    await workstation.connect();
    await expect(confirmed(next.code)).rejects.toMatchObject({ kind: 'not-now' });
    expect(workstation.hub.heard('totp-replace')).toBe(false);
  });

  test('after a quarter of an hour the code serves no more either', async () => {
    await unlocked();
    const next = await provisioned();
    workstation.clock.waited += 15 * 60_000;
    await expect(confirmed(next.code)).rejects.toMatchObject({ kind: 'not-now' });
    expect(workstation.hub.heard('totp-replace')).toBe(false);
  });

  test('an answer that was lost is asked for again over the next link, with the same secret', async () => {
    await unlocked();
    const next = await provisioned();
    const lost = confirmed(next.code);
    await workstation.hub.hears('totp-replace');
    await workstation.hub.disconnect();
    expect(await lost).toEqual({ kind: 'hub-unreachable' });
    expect(header().totpNext).not.toBeNull();
    await workstation.connect();
    const again = confirmed(next.code);
    expect((await workstation.hub.hears('totp-replace')).secret).toBe(toBase64(next.secret));
    await workstation.hub.tell({ c: 'totp-replaced' });
    expect(await again).toEqual({ kind: 'confirmed' });
    expect(header().totpNext).toBeNull();
  });

  test('at lease zero no secret is kept here, before or after', async () => {
    await unlocked(0);
    const next = await provisioned();
    const answer = confirmed(next.code);
    await workstation.hub.hears('totp-replace');
    expect(header()).toMatchObject({ totp: null, totpNext: null });
    await workstation.hub.tell({ c: 'totp-replaced' });
    expect(await answer).toEqual({ kind: 'confirmed' });
    expect(header()).toMatchObject({ totp: null, totpNext: null });
  });
});

describe('while it is not known whether the hub has taken it', () => {
  async function leftOpen() {
    await unlocked();
    const next = await provisioned();
    const lost = confirmed(next.code);
    await workstation.hub.hears('totp-replace');
    await workstation.hub.disconnect();
    await lost;
    await workstation.restart();
    workstation.clock.offset += 60_000;
    return next;
  }

  test('a code of the new one opens nothing offline and counts for nothing; at the hub it opens, and the old one is gone', async () => {
    const next = await leftOpen();
    expect(await workstation.unlock(passphrase, next.code(stepNow()))).toEqual({ kind: 'hub-needed' });
    expect(await workstation.call('device.inspect', null)).toMatchObject({ attemptsLeft: 10 });
    await workstation.connect();
    const opened = workstation.unlock(passphrase, next.code(stepNow()));
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
    expect(await opened).toMatchObject({ kind: 'unlocked' });
    expect(header().totpNext).toBeNull();

    await workstation.hub.disconnect();
    await workstation.restart();
    workstation.clock.offset += 60_000;
    expect(await workstation.unlock(passphrase, workstation.code(stepNow()))).toMatchObject({ kind: 'wrong' });
    expect(await workstation.unlock(passphrase, next.code(stepNow()))).toMatchObject({ kind: 'unlocked' });
  });

  test('a code of the old one opens under the lease; once the hub takes one, the new one is gone', async () => {
    const next = await leftOpen();
    expect(await workstation.unlock(passphrase, workstation.code(stepNow()))).toMatchObject({ kind: 'unlocked' });
    expect(header().totpNext).not.toBeNull();
    await workstation.restart();
    workstation.clock.offset += 73 * 3_600_000;
    await workstation.connect();
    const opened = workstation.unlock(passphrase, workstation.code(stepNow()));
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
    expect(await opened).toMatchObject({ kind: 'unlocked' });
    expect(header().totpNext).toBeNull();
    await workstation.restart();
    workstation.clock.offset += 60_000;
    await workstation.hub.disconnect();
    expect(await workstation.unlock(passphrase, next.code(stepNow()))).toMatchObject({ kind: 'wrong' });
  });

  test('with a wrong passphrase a code of the new one is as wrong as any', async () => {
    const next = await leftOpen();
    expect(await workstation.unlock(`${passphrase}!`, next.code(stepNow()))).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  });
});
