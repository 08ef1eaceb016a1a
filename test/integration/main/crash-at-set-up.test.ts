import { afterEach, expect, test } from 'vitest';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { codeAt, secretFromText } from '../../../shared/trust/totp.ts';
import { everyCase } from '../../doubles/how-often.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { WorkstationProcess } from '../../doubles/workstation-process.ts';

const passphrase = 'quiet heron crosses the morning river';

let workstation: WorkstationProcess | null = null;
afterEach(() => workstation?.end());

const code = (secret: Uint8Array, step: number) => Buffer.from(codeAt(secret, firstPolicy.totp, step));

/** Passphrase, authenticator, two codes. @returns the authenticator's secret. */
async function setUp(at: WorkstationProcess, arm: () => void): Promise<Uint8Array> {
  await at.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
  const secret = secretFromText((await at.call('setup.totp', null)).secret);
  const step = (await at.beginStep()) - 2;
  arm();
  await Promise.race([at.call('setup.confirm', { first: code(secret, step), second: code(secret, step + 1) }).catch(() => null), at.died]);
  return secret;
}

// Fewer than twenty steps leave a trace; the soak goes through every one of them, here a few.
test.each(everyCase ? Array.from({ length: 20 }, (_, step) => step + 1) : [1, 6, 12])(
  'killed before step %i of the set-up, the agent is never locked out',
  { timeout: 300_000 },
  async (killAt) => {
    const at = new WorkstationProcess(killAt);
    workstation = at;
    await at.call('device.begin', { invite: at.hub.invite, posture: soundPosture });
    await at.hub.connect(at.link);
    await at.hub.hears('enrol');
    await at.hub.tell({ c: 'enrol-pending' });
    await at.hub.approve();
    let hubHasIt = false;
    // The hub takes the secret as soon as it hears it, whoever is left to hear the answer.
    const takesSecret = () =>
      void at.hub.hears('totp-activate').then(async () => {
        hubHasIt = true;
        await at.hub.tell({ c: 'totp-activated' }).catch(() => undefined);
      }, () => undefined);
    takesSecret();
    let secret = await setUp(at, () => at.arm());

    await at.restart();
    let found = await at.call('device.inspect', null);
    expect(['approved', 'enrolled']).toContain(found.kind);
    await at.hub.connect(at.link);
    if (found.kind === 'enrolled') {
      // The device asks what became of its question; the hub says what it knows.
      if (!hubHasIt) {
        await at.hub.hears('session-resume');
        await at.hub.tell({ c: 'session-refused', reason: 'not-active' });
        found = await at.call('device.inspect', null);
        expect(found).toMatchObject({ kind: 'approved', step: 'passphrase' });
      }
    }
    if (found.kind === 'approved') {
      // What the hub took, it does not take again: then the device must not ask.
      expect(hubHasIt).toBe(false);
      takesSecret();
      secret = await setUp(at, () => undefined);
      expect(hubHasIt).toBe(true);
    }
    expect(await at.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: code(secret, at.step + 1), ticket: null })).toMatchObject({ kind: 'unlocked' });
    expect(await at.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: code(secret, at.step + 1), ticket: null }).catch((error: { kind: string }) => error.kind)).toBe('not-now');
  },
);
