import { expect, onTestFinished, test, vi } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

/** At lease zero the hub decides: no share in the keychain, no TOTP secret in the header. */
async function enrolledAtLeaseZero(): Promise<WorkstationCore> {
  const workstation = new WorkstationCore();
  onTestFinished(() => workstation.remove());
  workstation.hub.policy = { ...workstation.hub.policy, offlineLeaseHours: 0 };
  await workstation.enrol();
  return workstation;
}

test('every unlock asks the hub, with a verifier that is always the same', async () => {
  const workstation = await enrolledAtLeaseZero();
  const { hub } = workstation;
  const set = await hub.hears('verifier-set');
  expect(JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8'))).toMatchObject({ totp: null });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', leaseUntil: null });
  for (let time = 0; time < 2; time += 1) {
    const unlocked = workstation.unlock();
    const asked = await hub.hears('share-request');
    expect(asked.verifier).toBe(set.verifier);
    await hub.giveShares();
    expect(await unlocked).toMatchObject({ kind: 'unlocked' });
    await workstation.restart();
    expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
    await workstation.connect();
  }
});

test('the wrong passphrase gives another verifier, and the right share does not help it', async () => {
  const workstation = await enrolledAtLeaseZero();
  const { hub } = workstation;
  const { verifier } = await hub.hears('verifier-set');
  const wrong = workstation.unlock(`${passphrase}!`);
  expect((await hub.hears('share-request')).verifier).not.toBe(verifier);
  await hub.giveShares();
  expect(await wrong).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
});

test('a restart between approval and set-up asks the hub for the first share again', async () => {
  const workstation = new WorkstationCore();
  onTestFinished(() => workstation.remove());
  const { hub } = workstation;
  hub.policy = { ...hub.policy, offlineLeaseHours: 0 };
  await workstation.begin();
  await hub.approve();
  await workstation.restart();
  await workstation.choosePassphrase();
  const early = workstation.pair();
  expect(await workstation.call('setup.confirm', { first: early[0], second: early[1] })).toEqual({ kind: 'hub-unreachable' });
  await workstation.connect();
  expect(hub.certified).toBe(false);
  await hub.approve();
  const [first, second] = workstation.pair();
  const confirmed = workstation.call('setup.confirm', { first, second });
  await hub.hears('totp-activate');
  await hub.tell({ c: 'totp-activated' });
  expect(await confirmed).toEqual({ kind: 'confirmed' });
});
