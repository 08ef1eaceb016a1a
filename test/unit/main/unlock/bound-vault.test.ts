import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MachineBinding } from '../../../../main/device/machine-binding.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const installation = '7b0f3a5c9d1e4f6082a4c6e8f0b2d4f6';
const laptop: MachineBinding = { installation, hardware: '4c4c4544-0042-3510-8054-b7c04f4e3732' };
const notTold: MachineBinding = { installation, hardware: null };
const otherLaptop: MachineBinding = { installation, hardware: '4c4c4544-0042-3510-8054-b7c04f4e3733' };
const newInstallation: MachineBinding = { ...laptop, installation: 'f'.repeat(32) };

let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

/** Enrolled and set up on a machine, and without a network from then on. */
async function enrolledOn(machine: MachineBinding): Promise<void> {
  workstation.machine = machine;
  await workstation.restart();
  await workstation.enrol();
  await workstation.hub.disconnect();
}

/** The same profile folder and the same keychain, on this machine: what an unlock there comes to. */
async function unlockedOn(machine: MachineBinding): Promise<string> {
  workstation.machine = machine;
  await workstation.restart();
  const inspection = await workstation.call('device.inspect', null);
  const outcome = await workstation.unlock();
  if (outcome.kind === 'unlocked') return 'unlocked';
  if (!('explanation' in outcome)) return outcome.kind;
  // The screen before the unlock says the same.
  expect(inspection).toEqual(outcome);
  return `${outcome.kind}: ${outcome.explanation}`;
}

test('profile and keychain copied to other hardware open nothing and say why; where they were made they still open', async () => {
  await enrolledOn(laptop);
  expect(await unlockedOn(otherLaptop)).toMatch(/^keychain-changed: .*other hardware/);
  expect(await unlockedOn(laptop)).toBe('unlocked');
});

test('profile and keychain copied to another installation open nothing and say why', async () => {
  await enrolledOn(laptop);
  expect(await unlockedOn(newInstallation)).toMatch(/^keychain-changed: .*installed anew/);
  expect(await unlockedOn(laptop)).toBe('unlocked');
});

test('a UUID that becomes known later is bound by the first unlock that is right, not by a wrong one', async () => {
  const header = () => readFileSync(join(workstation.profile, 'vault.header'), 'utf8');
  await enrolledOn(notTold);
  const unbound = header();
  workstation.machine = laptop;
  await workstation.restart();
  expect(await workstation.unlock('not the passphrase at all')).toMatchObject({ kind: 'wrong' });
  expect(header()).toBe(unbound);
  workstation.clock.waited += 301_000;
  expect(await unlockedOn(laptop)).toBe('unlocked');
  expect(await unlockedOn(otherLaptop)).toMatch(/other hardware/);
  expect(await unlockedOn(laptop)).toBe('unlocked');
});

test('a UUID that is not known any more is for the policy to judge, and the binding to it stays', async () => {
  await enrolledOn(laptop);
  expect(await unlockedOn(notTold)).toBe('unlocked');
  expect(await unlockedOn(otherLaptop)).toMatch(/other hardware/);
});

test('a UUID that is not known any more opens nothing where the policy refuses that', async () => {
  const posture = { ...firstPolicy.posture, 'hardware-id': { failed: 'refuse', unknown: 'refuse' } } as const;
  workstation.hub.policy = { ...firstPolicy, posture };
  await enrolledOn(laptop);
  expect(await unlockedOn(notTold)).toMatch(/^keychain-changed: .*cannot be read/);
  expect(await unlockedOn(laptop)).toBe('unlocked');
});

test('a backup of the folder restored on the same machine opens, also one from before the UUID was known', async () => {
  await enrolledOn(notTold);
  const backup = workstation.copy();
  expect(await unlockedOn(laptop)).toBe('unlocked');
  await workstation.restart();
  cpSync(join(backup, 'vault.header'), join(workstation.profile, 'vault.header'));
  expect(await unlockedOn(laptop)).toBe('unlocked');
  expect(await unlockedOn(otherLaptop)).toMatch(/other hardware/);
  rmSync(backup, { recursive: true, force: true });
});
