import { PrivateKey } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readShareItem } from '../../../../main/device/share-item.ts';
import { openKeychain } from '../../../../main/device/keychain.ts';
import { openProfile } from '../../../../main/device/profile.ts';
import { holdDerivations } from '../../../doubles/held-derivation.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

vi.mock('@node-rs/argon2', async (original) => (await import('../../../doubles/held-derivation.ts')).heldDerivation(original));

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
});
afterEach(() => workstation.remove());

const inspect = () => workstation.call('device.inspect', null);
const suspend = (serial: number, suspended = true) => workstation.hub.tell({ c: 'suspension', statement: workstation.hub.suspension(suspended, serial) });
const keptShare = async () => readShareItem(await openKeychain(openProfile(workstation.profile).id));
const kinds = () => workstation.events.map(({ kind }) => kind);

test('suspended while open: locked at once, and the share is gone from the keychain', async () => {
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  expect(await keptShare()).not.toBeNull();
  workstation.events.length = 0;
  await suspend(10);
  expect(kinds()).toContain('lock-now');
  expect(await keptShare()).toBeNull();
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'suspended', organisation: workstation.hub.organisation, agentName: workstation.hub.agent.name, reason: 'The agent is on leave.' });
  await expect(workstation.unlock()).rejects.toMatchObject({ kind: 'not-now' });
});

test('suspended while locked, it stays suspended without the hub, after a restart and under a clock put forward', async () => {
  await suspend(10);
  await workstation.hub.disconnect();
  expect(await inspect()).toMatchObject({ kind: 'suspended' });
  await workstation.restart();
  workstation.clock.offset += 30 * 24 * 3_600_000;
  expect(await inspect()).toMatchObject({ kind: 'suspended' });
  await expect(workstation.unlock()).rejects.toMatchObject({ kind: 'not-now' });
});

test('suspended while passphrase and code are being judged, nothing is opened', async () => {
  const judge = holdDerivations();
  const attempt = workstation.unlock();
  attempt.catch(() => undefined);
  // Counted: from here on the passphrase is being worked on.
  await expect.poll(inspect, { interval: 2 }).toMatchObject({ attemptsLeft: 9 });
  await suspend(10);
  judge();
  await expect(attempt).rejects.toMatchObject({ kind: 'not-now' });
  await expect(workstation.call('inbox.counts', null)).rejects.toMatchObject({ kind: 'not-now' });
});

test('a reinstatement of before, replayed, reinstates nothing', async () => {
  const earlier = workstation.hub.suspension(false, 9);
  await suspend(10);
  workstation.events.length = 0;
  await workstation.hub.tell({ c: 'suspension', statement: earlier });
  expect(kinds()).toContain('close-link');
  expect(await inspect()).toMatchObject({ kind: 'suspended' });
  await workstation.connect();
  // Nor one that bears the number of the suspension itself.
  await suspend(10, false);
  expect(await inspect()).toMatchObject({ kind: 'suspended' });
});

test('a suspension told again changes nothing; one for another device, of another signer or of another type closes the link', async () => {
  const { hub } = workstation;
  await suspend(10, false);
  workstation.events.length = 0;
  await suspend(10, false);
  expect(workstation.events).toEqual([]);
  for (const statement of [
    hub.sign('suspension', { deviceId: '0b0f3c53-8f0f-4a57-8f0a-3c1a54a0d7aa' as never, suspended: true, reason: '' }, { serial: 11 }),
    hub.suspension(true, 11, PrivateKey.generate()),
    hub.sign('revocation', { deviceId: hub.deviceId!, reason: '' }, { serial: 11 }),
  ]) {
    workstation.events.length = 0;
    await hub.tell({ c: 'suspension', statement });
    expect(kinds()).toEqual(['close-link']);
    expect(await inspect()).toMatchObject({ kind: 'enrolled' });
    await workstation.connect();
  }
});

test('reinstated, it is locked as before, and the next unlock gets its share from the hub with passphrase and code', async () => {
  const { hub } = workstation;
  await suspend(10);
  await suspend(11, false);
  expect(kinds()).toContain('device-changed');
  expect(await inspect()).toMatchObject({ kind: 'enrolled', leaseUntil: null });
  const unlocked = workstation.unlock(passphrase);
  await hub.hears('share-request');
  await hub.giveShares();
  expect(await unlocked).toMatchObject({ kind: 'unlocked' });
  expect(await keptShare()).not.toBeNull();
});

test('a lease told to a suspended device brings no share back', async () => {
  await suspend(10);
  await workstation.hub.tell({ c: 'lease', lease: workstation.hub.lease(), certificate: null });
  expect(await keptShare()).toBeNull();
  expect(await inspect()).toMatchObject({ kind: 'suspended' });
});

test('not active is what the hub says of a suspended device; it does not send the agent back to the set-up', async () => {
  await workstation.remove();
  workstation = new WorkstationCore();
  await workstation.begin();
  await workstation.hub.approve();
  await workstation.choosePassphrase();
  const [first, second] = workstation.pair();
  const confirmed = workstation.call('setup.confirm', { first, second });
  await workstation.hub.hears('totp-activate');
  // The hub's answer is lost; by the next link IT has suspended the device.
  await workstation.hub.disconnect();
  expect(await confirmed).toEqual({ kind: 'hub-unreachable' });
  await workstation.connect();
  await suspend(10);
  await workstation.hub.tell({ c: 'session-refused', reason: 'not-active' });
  expect(await inspect()).toMatchObject({ kind: 'suspended' });
  await suspend(11, false);
  await workstation.restart();
  expect(await inspect()).toMatchObject({ kind: 'enrolled' });
});
