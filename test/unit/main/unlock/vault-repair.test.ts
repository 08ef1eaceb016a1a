import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { flipPages, rootPage } from '../../../doubles/flipped-pages.ts';
import { keysOfProfile } from '../../../doubles/profile-keys.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
});
afterEach(() => workstation.remove());

async function damage(name: string): Promise<void> {
  const file = join(workstation.profile, 'vault.db');
  const { machine } = workstation;
  const { keys } = await keysOfProfile(workstation.profile, Buffer.from(passphrase), machine);
  flipPages(file, [rootPage(file, keys['vault key'], name)]);
}

const list = () => workstation.call('inbox.list', { view: 'open', after: null, limit: 50 });
const asksToLock = () => workstation.events.some(({ kind }) => kind === 'lock-now');

it('a page found damaged while the vault is open locks it, and it opens again only by way of a repair', async () => {
  await damage('conversations_by_status');
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await expect(list()).rejects.toMatchObject({ kind: 'vault-damaged' });
  await expect.poll(asksToLock).toBe(true);
  await workstation.restart();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', vaultDamaged: true });
  expect(await workstation.unlock()).toMatchObject({ kind: 'repair-offered', salvage: { readable: true } });
  await expect(list()).rejects.toMatchObject({ message: 'The vault is locked.' });
  expect(await workstation.call('repair.carry-out', null)).toMatchObject({ kind: 'unlocked' });
  expect(await list()).toMatchObject({ rows: [] });
});

it('a page found damaged while the vault is being opened leads to its repair at once', async () => {
  await damage('position');
  expect(await workstation.unlock()).toMatchObject({ kind: 'repair-offered', salvage: { readable: true, queued: { saved: 0, lost: 0 } } });
  expect(asksToLock()).toBe(false);
  expect(await workstation.call('repair.carry-out', null)).toMatchObject({ kind: 'unlocked' });
});

it('a vault that is damaged can be started over instead, and nothing of it is left', async () => {
  await damage('conversations_by_status');
  await workstation.unlock();
  await expect(list()).rejects.toMatchObject({ kind: 'vault-damaged' });
  await expect.poll(asksToLock).toBe(true);
  await workstation.restart();
  await workstation.call('device.start-over', null);
  expect(await workstation.call('device.inspect', null)).toEqual({ kind: 'unenrolled' });
});
