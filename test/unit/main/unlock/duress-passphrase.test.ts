import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKeychain } from '../../../../main/device/keychain.ts';
import { openProfile } from '../../../../main/device/profile.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, twice where the policy has a duress passphrase.
vi.setConfig({ testTimeout: 120_000 });

const duress = 'marble pigeons borrow seven umbrellas';
const hour = 3_600_000;
let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

async function enrolled(allowed = true): Promise<void> {
  workstation.hub.policy = { ...workstation.hub.policy, duressPassphrase: allowed };
  await workstation.enrol();
  await workstation.hub.disconnect();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
}
const set = (text: string | null = duress, own = passphrase) =>
  workstation.call('security.set-duress-passphrase', { passphrase: Buffer.from(own), code: workstation.freshCode(), duress: text === null ? null : Buffer.from(text) });
const waitOver = () => {
  workstation.clock.waited += 301_000;
};
const header = () => JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')) as { duress: { kdf: { salt: string }; proof: string } };

async function expectWiped(): Promise<void> {
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'wiped', receipt: 'waiting' });
  expect(readdirSync(workstation.profile)).toEqual(['wiped.record']);
  const keychain = await openKeychain(openProfile(workstation.profile).id);
  for (const name of ['device', 'share']) expect(await keychain.read(name)).toBeNull();
}

/** As the hub gets it. */
async function receipt() {
  if (!workstation.hub.heard('wiped')) await workstation.connect({ time: null });
  const told = await workstation.hub.hears('wiped');
  return verifyStatement('wipe-receipt', told.receipt, workstation.hub.deviceKey!, 'any').payload;
}

test('typed with a wrong code and without network, it wipes: header, database and secrets are gone, and the hub gets a signed receipt', async () => {
  await enrolled();
  expect(await set()).toEqual({ kind: 'set' });
  await workstation.restart();
  expect(await workstation.unlock(duress, Buffer.from('000000'))).toEqual({ kind: 'wiped' });
  await expectWiped();
  expect(await receipt()).toMatchObject({ cause: 'duress', orderSerial: 0, deviceId: workstation.hub.deviceId });
});

test('with the network there, the receipt goes out at once', async () => {
  await enrolled();
  await set();
  await workstation.restart();
  await workstation.connect();
  expect(await workstation.unlock(duress)).toEqual({ kind: 'wiped' });
  expect(workstation.hub.heard('wiped')).toBe(true);
  expect(workstation.hub.heard('share-request')).toBe(false);
  expect(await receipt()).toMatchObject({ cause: 'duress' });
});

test('it is heard where nothing else would be: after the lease, within the wait after wrong tries, with the clock moved back', async () => {
  for (const meanwhile of [
    () => {
      workstation.clock.offset += 73 * hour;
      return Promise.resolve();
    },
    async () => {
      for (const _try of [1, 2, 3, 4, 5]) {
        waitOver();
        await workstation.unlock('not the passphrase at all');
      }
      expect(await workstation.unlock()).toMatchObject({ kind: 'wait' });
    },
    async () => {
      workstation.clock.offset += 48 * hour;
      await workstation.call('device.inspect', null);
      workstation.clock.offset -= 48 * hour;
      expect(await workstation.unlock()).toMatchObject({ kind: 'clock-moved-back' });
    },
  ]) {
    await enrolled();
    await set();
    await workstation.restart();
    await meanwhile();
    expect(await workstation.unlock(duress, Buffer.from('000000'))).toEqual({ kind: 'wiped' });
    await expectWiped();
    await workstation.remove();
    workstation = new WorkstationCore();
  }
});

test('where the policy does not have it, it cannot be set; one that was set does nothing once the policy takes it away', async () => {
  await enrolled(false);
  expect(await set()).toEqual({ kind: 'not-allowed' });
  await workstation.remove();
  workstation = new WorkstationCore();
  await enrolled();
  await set();
  await workstation.connect();
  await workstation.hub.tell({ c: 'policy', policy: workstation.hub.sign('policy', { ...workstation.hub.policy, version: 2, duressPassphrase: false }) });
  await workstation.restart();
  expect(await workstation.unlock(duress)).toMatchObject({ kind: 'wrong' });
  expect(existsSync(join(workstation.profile, 'vault.header'))).toBe(true);
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('it must be another one than the passphrase, long and hard to guess; and only passphrase and code set it', async () => {
  await enrolled();
  const before = header().duress;
  expect(await set(passphrase)).toEqual({ kind: 'same' });
  expect(await set('short')).toMatchObject({ kind: 'too-short' });
  expect(await set('passwordpassword')).toMatchObject({ kind: 'too-weak' });
  expect(await set(duress, 'not the passphrase at all')).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  waitOver();
  // That it is the same is told to nobody who does not know the passphrase.
  expect(await set('not the passphrase at all', 'not the passphrase at all')).toMatchObject({ kind: 'wrong' });
  expect(header().duress).toEqual(before);
});

test('taken away, it is a wrong passphrase like any other', async () => {
  await enrolled();
  await set();
  expect(await set(null)).toEqual({ kind: 'set' });
  await workstation.restart();
  expect(await workstation.unlock(duress)).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
});

test('the header does not tell whether there is one', async () => {
  await enrolled();
  const none = header();
  await set();
  const one = header();
  expect(Object.keys(one)).toEqual(Object.keys(none));
  const shape = ({ duress: { kdf, proof } }: typeof one) => ({ ...kdf, salt: kdf.salt.length, proof: proof.length });
  expect(shape(one)).toEqual(shape(none));
});

test('another passphrase leaves it as it is, and cannot be the same', async () => {
  await enrolled();
  await set();
  const { hub } = workstation;
  await workstation.connect();
  const change = (next: string) => workstation.call('security.change-passphrase', { passphrase: Buffer.from(passphrase), code: workstation.freshCode(), next: Buffer.from(next) });
  const refused = change(duress);
  await hub.hears('share-request');
  await hub.giveShares();
  expect(await refused).toMatchObject({ kind: 'too-weak' });
  expect(hub.heard('verifier-replace')).toBe(false);
  const changing = change('pewter lanterns drift above the orchard');
  await hub.hears('verifier-replace');
  await hub.tell({ c: 'verifier-replaced' });
  expect(await changing).toEqual({ kind: 'changed' });
  await workstation.restart();
  expect(await workstation.unlock(duress)).toEqual({ kind: 'wiped' });
});

test('a forgotten passphrase: the same wipe, refused while anything is open', async () => {
  await enrolled(false);
  await expect(workstation.call('device.forgotten', null)).rejects.toMatchObject({ kind: 'not-now' });
  await workstation.restart();
  expect(await workstation.call('device.forgotten', null)).toBeNull();
  await expectWiped();
  expect(workstation.events).toContainEqual({ kind: 'device-changed' });
  expect(await receipt()).toMatchObject({ cause: 'forgotten', orderSerial: 0 });
  await expect(workstation.call('device.forgotten', null)).rejects.toMatchObject({ kind: 'not-now' });
});
