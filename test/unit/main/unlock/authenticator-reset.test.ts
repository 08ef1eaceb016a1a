import { randomUUID } from 'node:crypto';
import { PrivateKey } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { newOneTimeCode } from '../../../../shared/trust/one-time-code.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../../shared/trust/totp.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
});
afterEach(() => workstation.remove());

const reset = (serial: number, ...signed: [PrivateKey?, DeviceId?]) => workstation.hub.tell({ c: 'totp-reset', statement: workstation.hub.totpReset(serial, ...signed) });
const closed = () => workstation.events.filter(({ kind }) => kind === 'close-link').length;
const stepNow = () => Math.floor(workstation.clock.now() / 1000 / stepSeconds);

/** With the code that IT has read out. */
async function unlockedByReset(): Promise<void> {
  const attempt = workstation.unlock(passphrase, Buffer.from(newOneTimeCode()));
  await workstation.hub.hears('share-request');
  await workstation.hub.giveShares();
  expect(await attempt).toMatchObject({ kind: 'unlocked', authenticatorEnded: true });
  await workstation.hub.hears('session-open');
  workstation.hub.said.length = 0;
  await workstation.hub.openSession(undefined, { authenticatorEnded: true });
}

describe('an authenticator that IT has ended', () => {
  test('opens nothing without the hub any more, though a lease was in force', async () => {
    await reset(20);
    await workstation.hub.disconnect();
    expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', leaseUntil: null, authenticatorEnded: true });
    expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
    await workstation.restart();
    expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
  });

  test('takes no share back into the keychain, not with a lease beside it either', async () => {
    await reset(20);
    await unlockedByReset();
    await workstation.hub.giveShares();
    await workstation.hub.disconnect();
    await workstation.restart();
    expect(await workstation.call('device.inspect', null)).toMatchObject({ leaseUntil: null });
    expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
  });

  test('is said while the vault is open, and no mail is asked for until there is another one', async () => {
    await reset(20);
    await unlockedByReset();
    expect(await workstation.call('device.inspect', null)).toMatchObject({ authenticatorEnded: true });
    expect(workstation.hub.said).not.toContain('prekeys');
    // Something else that is asked is refused, and the session stands.
    await workstation.hub.tell({ c: 'session-refused', reason: 'not-active' });
    expect(await workstation.call('security.show', null)).toMatchObject({ codeForgiven: true });

    const asked = await workstation.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code: null });
    if (asked.kind !== 'provisioned') throw new Error(asked.kind);
    const secret = secretFromText(asked.secret);
    const code = (step: number) => Buffer.from(codeAt(secret, workstation.hub.policy.totp, step));
    const answer = workstation.call('security.confirm-authenticator', { first: code(stepNow() - 1), second: code(stepNow()) });
    await workstation.hub.hears('totp-replace');
    await workstation.hub.tell({ c: 'totp-replaced' });
    expect(await answer).toEqual({ kind: 'confirmed' });
    expect(await workstation.call('device.inspect', null)).toMatchObject({ authenticatorEnded: false });
    // The session is taken up anew, with everything.
    await workstation.hub.hears('session-resume');
    await workstation.hub.openSession();
    await workstation.hub.hears('prekeys');
  });

  test('stays ended when a one-time code has opened and nothing was set up', async () => {
    await reset(20);
    await unlockedByReset();
    await workstation.restart();
    expect(await workstation.call('device.inspect', null)).toMatchObject({ authenticatorEnded: true });
  });
});

describe('a reset', () => {
  test('of an older number, of another device or of another signer is refused, and the link with it', async () => {
    await reset(20);
    let refused = 0;
    for (const attack of [() => reset(19), () => reset(30, PrivateKey.generate()), () => reset(30, undefined, DeviceId.parse(randomUUID()))]) {
      await workstation.connect();
      await attack();
      refused += 1;
      expect(closed()).toBe(refused);
    }
  });

  test('that was told before does not end the authenticator that followed it', async () => {
    const statement = workstation.hub.totpReset(20);
    await workstation.hub.tell({ c: 'totp-reset', statement });
    await unlockedByReset();
    const asked = await workstation.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code: null });
    if (asked.kind !== 'provisioned') throw new Error(asked.kind);
    const secret = secretFromText(asked.secret);
    const code = (step: number) => Buffer.from(codeAt(secret, workstation.hub.policy.totp, step));
    const answer = workstation.call('security.confirm-authenticator', { first: code(stepNow() - 1), second: code(stepNow()) });
    await workstation.hub.hears('totp-replace');
    await workstation.hub.tell({ c: 'totp-replaced' });
    await answer;
    await workstation.hub.tell({ c: 'totp-reset', statement });
    expect(await workstation.call('device.inspect', null)).toMatchObject({ authenticatorEnded: false });
    await reset(21);
    expect(await workstation.call('device.inspect', null)).toMatchObject({ authenticatorEnded: true });
  });
});
