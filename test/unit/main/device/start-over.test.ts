import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKeychain } from '../../../../main/device/keychain.ts';
import { openProfile } from '../../../../main/device/profile.ts';
import { keychainItems } from '../../../doubles/emptied-keychain.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
  // As the vault keeps an attachment.
  mkdirSync(file('attachments'));
  writeFileSync(file('attachments/0123456789abcdef'), 'sealed');
});
afterEach(() => workstation.remove());

const inspect = () => workstation.call('device.inspect', null);
const startOver = () => workstation.call('device.start-over', null);
const file = (name: string) => join(workstation.profile, name);
const keychain = () => openKeychain(openProfile(workstation.profile).id);

async function nothingLeft(): Promise<void> {
  expect(readdirSync(workstation.profile)).toEqual([]);
  for (const name of keychainItems) expect([name, await (await keychain()).read(name)]).toEqual([name, null]);
  expect(await workstation.call('link.target', null)).toBeNull();
  expect(await inspect()).toEqual({ kind: 'unenrolled' });
}

async function wipe(): Promise<void> {
  const { hub } = workstation;
  await hub.tell({ c: 'wipe', order: hub.sign('wipe-order', { deviceId: hub.deviceId!, reason: 'The agent has left.' }) });
}

async function deliverReceipt(): Promise<void> {
  for (let time = 0; time < 2; time += 1) {
    await workstation.connect();
    await workstation.hub.hears('wiped');
    await workstation.hub.disconnect();
  }
}

/** How an enrolment comes to each of the ends that can be started over from. */
const ends: readonly (readonly [string, string, () => Promise<void>])[] = [
  ['revoked', 'revoked', () => workstation.hub.tell({ c: 'revoked', revocation: workstation.hub.sign('revocation', { deviceId: workstation.hub.deviceId!, reason: 'Lost.' }) })],
  [
    'wiped, with the receipt delivered',
    'wiped',
    async () => {
      await wipe();
      await workstation.restart();
      await deliverReceipt();
    },
  ],
  [
    'wiped, with nothing left to deliver the receipt with',
    'wiped',
    async () => {
      await wipe();
      await (await keychain()).remove('tombstone');
    },
  ],
  [
    'wiped, with a tombstone that was edited',
    'record-damaged',
    async () => {
      await wipe();
      writeFileSync(file('wiped.record'), '{}');
    },
  ],
  ['without its keychain items', 'keychain-changed', async () => (await keychain()).remove('device')],
  ['with an edited record', 'record-damaged', async () => writeFileSync(file('enrolment.record'), '{}')],
  ['with its record taken away', 'record-damaged', async () => rmSync(file('enrolment.record'))],
  ['with a damaged header', 'vault-damaged', async () => writeFileSync(file('vault.header'), '{}')],
  [
    'with its key destroyed by too many wrong tries',
    'vault-damaged',
    async () => {
      for (let tried = 0; tried < workstation.hub.policy.attemptLimit; tried += 1) {
        await workstation.unlock(passphrase, workstation.wrongCode());
        workstation.clock.waited += 301_000;
      }
    },
  ],
];

test.each(ends)('a laptop %s is started over: nothing is left, and it enrols anew as another device', async (_what, kind, end) => {
  const { deviceId } = workstation.hub;
  await workstation.hub.disconnect();
  await workstation.connect();
  await end();
  expect(await inspect()).toMatchObject({ kind });
  await startOver();
  await nothingLeft();
  await workstation.restart();
  await workstation.enrol();
  expect(workstation.hub.deviceId).not.toBe(deviceId);
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('a wiped laptop keeps its tombstone as long as the hub can still get the receipt', async () => {
  await wipe();
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'wiped', receipt: 'waiting' });
  await expect(startOver()).rejects.toMatchObject({ kind: 'not-now', message: expect.stringContaining('receipt') });
  expect(readdirSync(workstation.profile)).toEqual(['wiped.record']);
  await deliverReceipt();
  expect(await inspect()).toMatchObject({ kind: 'wiped', receipt: 'delivered' });
  await startOver();
  await nothingLeft();
});

test('an enrolment that is not at its end is not destroyed: locked, open, suspended, refused for its state', async () => {
  const record = readFileSync(file('enrolment.record'));
  await expect(startOver()).rejects.toMatchObject({ kind: 'not-now' });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await expect(startOver()).rejects.toMatchObject({ kind: 'not-now' });
  await workstation.restart();
  expect(readFileSync(file('enrolment.record')).length).toBeGreaterThan(record.length / 2);
  await workstation.connect();
  await workstation.hub.tell({ c: 'suspension', statement: workstation.hub.suspension(true, 10) });
  await expect(startOver()).rejects.toMatchObject({ kind: 'not-now' });
  expect(existsSync(file('vault.header'))).toBe(true);
});

test('a folder copied from elsewhere is started over without harm to the one it was copied from', async () => {
  const copy = new WorkstationCore({ profile: workstation.copy(), hub: workstation.hub });
  expect(await copy.call('device.inspect', null)).toMatchObject({ kind: 'keychain-changed' });
  await copy.call('device.start-over', null);
  expect(await copy.call('device.inspect', null)).toEqual({ kind: 'unenrolled' });
  await copy.remove();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});
