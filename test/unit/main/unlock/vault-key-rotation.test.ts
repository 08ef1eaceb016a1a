import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

async function openAt(offlineLeaseHours: number): Promise<void> {
  workstation.hub.policy = { ...workstation.hub.policy, offlineLeaseHours };
  await workstation.enrol();
  await unlocked(offlineLeaseHours === 0);
}

async function unlocked(atLeaseZero: boolean): Promise<void> {
  const unlocking = workstation.unlock();
  if (atLeaseZero) {
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
  }
  expect(await unlocking).toMatchObject({ kind: 'unlocked' });
}

const rotate = (text = passphrase, code: Uint8Array = workstation.freshCode()) => workstation.call('security.rotate-vault-key', { passphrase: Buffer.from(text), code });
const headerFile = () => join(workstation.profile, 'vault.header');
const header = () => readFileSync(headerFile(), 'utf8');

test('under a lease the device’s own check does, without the hub; what is open stays open, and what is asked meanwhile is answered', async () => {
  await openAt(72);
  await workstation.hub.disconnect();
  const before = await workstation.call('inbox.counts', null);
  const rotating = rotate();
  const asked = Array.from({ length: 20 }, () => workstation.call('inbox.counts', null));
  expect(await rotating).toEqual({ kind: 'rotated' });
  for (const answer of [...(await Promise.all(asked)), await workstation.call('inbox.counts', null)]) expect(answer).toEqual(before);
  expect(JSON.parse(header())).toMatchObject({ rotation: null });
  await workstation.restart();
  await unlocked(false);
});

test('the header from before, copied back, opens nothing; the one that stands still opens', async () => {
  await openAt(72);
  const before = header();
  await rotate();
  await workstation.restart();
  const after = header();
  writeFileSync(headerFile(), before);
  expect(await workstation.unlock()).toMatchObject({ kind: 'repair-offered', salvage: { readable: false } });
  await workstation.restart();
  writeFileSync(headerFile(), after);
  await workstation.restart();
  await unlocked(false);
});

test('at lease zero the hub judges passphrase and code', async () => {
  await openAt(0);
  const { hub } = workstation;
  const refused = rotate();
  await hub.hears('share-request');
  await hub.tell({ c: 'code-refused', for: 'share-request' });
  expect(await refused).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  const rotating = rotate();
  await hub.hears('share-request');
  await hub.giveShares();
  expect(await rotating).toEqual({ kind: 'rotated' });
  await hub.disconnect();
  expect(await rotate()).toEqual({ kind: 'hub-needed' });
  await workstation.restart();
  await workstation.connect();
  await unlocked(true);
});

test('a wrong passphrase, a wrong and a used code rotate nothing', async () => {
  await openAt(72);
  const before = header();
  const used = workstation.freshCode();
  expect(await rotate('not the passphrase at all')).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  expect(await rotate(passphrase, workstation.wrongCode())).toMatchObject({ kind: 'wrong', attemptsLeft: 8 });
  workstation.clock.waited += 301_000;
  expect(header()).toBe(before);
  expect(await rotate(passphrase, Buffer.from(used))).toEqual({ kind: 'rotated' });
  expect(await rotate(passphrase, Buffer.from(used))).toMatchObject({ kind: 'wrong' });
});

test('a share renewed while the database is encrypted anew is in the header afterwards', async () => {
  await openAt(72);
  const { hub } = workstation;
  const rotating = rotate();
  hub.newShare();
  await hub.giveShares();
  expect(await rotating).toEqual({ kind: 'rotated' });
  await workstation.restart();
  await unlocked(false);
  expect(JSON.parse(header())).toMatchObject({ rotation: null });
});
