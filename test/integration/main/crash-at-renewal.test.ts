import { afterEach, expect, test } from 'vitest';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../shared/trust/totp.ts';
import { everyCase } from '../../doubles/how-often.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { WorkstationProcess } from '../../doubles/workstation-process.ts';

const passphrase = 'quiet heron crosses the morning river';

let workstation: WorkstationProcess | null = null;
afterEach(() => workstation?.end());

interface Opened {
  /** The step of the code it was opened with. */
  readonly step: number;
  /** With the code of a step; at lease zero the hub is asked. */
  readonly unlock: (step: number) => Promise<unknown>;
}

/** Enrolled and open. */
async function openAt(at: WorkstationProcess, offlineLeaseHours: number): Promise<Opened> {
  const { hub } = at;
  hub.policy = { ...hub.policy, offlineLeaseHours };
  await at.call('device.begin', { invite: hub.invite, posture: soundPosture });
  await hub.connect(at.link);
  await hub.hears('enrol');
  await hub.tell({ c: 'enrol-pending' });
  await hub.approve();
  await at.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
  const secret = secretFromText((await at.call('setup.totp', null)).secret);
  const code = (step: number) => Buffer.from(codeAt(secret, firstPolicy.totp, step));
  const step = await at.beginStep();
  const confirmed = at.call('setup.confirm', { first: code(step - 2), second: code(step - 1) });
  await hub.hears('totp-activate');
  await hub.tell({ c: 'totp-activated' });
  expect(await confirmed).toEqual({ kind: 'confirmed' });
  const unlock = async (of: number) => {
    const attempt = at.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: code(of), ticket: null });
    // A process that dies answers nobody.
    attempt.catch(() => undefined);
    if (offlineLeaseHours === 0) {
      await hub.hears('share-request');
      await hub.giveShares().catch(() => undefined);
    }
    return attempt;
  };
  expect(await unlock(step)).toMatchObject({ kind: 'unlocked' });
  return { step, unlock };
}

for (const [what, leaseHours, steps] of [
  ['under a lease', 72, everyCase ? [1, 2, 3, 4, 5, 6] : [1, 4]],
  ['at lease zero', 0, everyCase ? [1, 2, 3, 4, 5] : [2]],
] as const) {
  // A renewal writes: the header (a sync, a rename, a sync of the folder), then the keychain.
  test.each(steps)(`${what}, killed before step %i of a share’s renewal, one of the shares at hand opens`, { timeout: 300_000 }, async (killAt) => {
    const at = new WorkstationProcess(killAt);
    workstation = at;
    const { step, unlock } = await openAt(at, leaseHours);
    at.hub.newShare();
    at.arm();
    await Promise.race([at.hub.giveShares().catch(() => undefined), at.died]);
    await at.restart();
    expect(await at.call('device.inspect', null)).toMatchObject({ kind: 'enrolled' });
    await at.hub.connect(at.link);
    expect(await unlock(step + 1)).toMatchObject({ kind: 'unlocked' });
  });

  // The unlock after it writes as any right try does, and leaves the older share behind.
  test.each(everyCase ? Array.from({ length: 12 }, (_, step) => step + 1) : [4, 7])(
    `${what}, killed before step %i of the unlock that leaves the older share behind, the next one opens`,
    { timeout: 300_000 },
    async (killAt) => {
      const at = new WorkstationProcess(killAt);
      workstation = at;
      const { step, unlock } = await openAt(at, leaseHours);
      at.hub.newShare();
      await at.hub.giveShares();
      await at.call('vault.close', { keepTicket: false });
      at.arm();
      await Promise.race([unlock(step + 1).catch(() => null), at.died]);
      await at.restart();
      // By the hub's time a minute has passed: the next code is at hand without waiting for it.
      await at.hub.connect(at.link, { time: at.now() + 2 * stepSeconds * 1000 });
      expect(await unlock(step + 2)).toMatchObject({ kind: 'unlocked' });
    },
  );
}

// Killed before each step of starting over: what is left can be started over again.
test.each(everyCase ? Array.from({ length: 16 }, (_, step) => step + 1) : [4, 8])(
  'killed before step %i of starting over, it can be started over again, and enrols anew',
  { timeout: 300_000 },
  async (killAt) => {
    const at = new WorkstationProcess(killAt);
    workstation = at;
    await openAt(at, 72);
    await at.call('vault.close', { keepTicket: false });
    await at.hub.tell({ c: 'revoked', revocation: at.hub.sign('revocation', { deviceId: at.hub.deviceId!, reason: 'Lost.' }) });
    expect(await at.call('device.inspect', null)).toMatchObject({ kind: 'revoked' });
    at.arm();
    await Promise.race([at.call('device.start-over', null).catch(() => null), at.died]);
    await at.restart();
    const found = await at.call('device.inspect', null);
    expect(['revoked', 'keychain-changed', 'record-damaged', 'unenrolled']).toContain(found.kind);
    if (found.kind !== 'unenrolled') await at.call('device.start-over', null);
    expect(await at.call('device.inspect', null)).toEqual({ kind: 'unenrolled' });
    expect(await at.call('device.begin', { invite: at.hub.invite, posture: soundPosture })).toEqual({ kind: 'begun' });
  },
);
