import '../../doubles/true-cost.ts';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MachineBinding } from '../../../main/device/machine-binding.ts';
import { everyCase } from '../../doubles/how-often.ts';
import type { UnlockTry } from '../../doubles/unlock-child.ts';
import { passphrase, WorkstationCore } from '../../doubles/workstation-core.ts';

const installation = '7b0f3a5c9d1e4f6082a4c6e8f0b2d4f6';
const laptop: MachineBinding = { installation, hardware: '4c4c4544-0042-3510-8054-b7c04f4e3732' };
const otherLaptop: MachineBinding = { installation, hardware: '4c4c4544-0042-3510-8054-b7c04f4e3733' };

const doubles = join(import.meta.dirname, '..', '..', 'doubles');
let workstation: WorkstationCore;
let scratch: string;
beforeEach(() => {
  workstation = new WorkstationCore({ machine: { installation, hardware: null } });
  scratch = mkdtempSync(join(tmpdir(), 'sealdesk-kill-'));
});
afterEach(async () => {
  await workstation.remove();
  rmSync(scratch, { recursive: true, force: true });
});

/** A right try on the laptop, killed before its n-th step. @returns what it came to, empty when it did not. */
async function killedTry(killAt: number): Promise<string> {
  const armed = join(scratch, 'armed');
  writeFileSync(armed, '');
  const code = workstation.freshCode();
  const attempt: UnlockTry = { profile: workstation.profile, passphrase, code: Buffer.from(code).toString('latin1'), machine: laptop, ahead: workstation.clock.offset };
  const child = spawn(
    process.execPath,
    ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--require', join(doubles, 'kill-at.cjs'), join(doubles, 'unlock-child.ts'), JSON.stringify(attempt)],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, SEALDESK_KILL_AT: String(killAt), SEALDESK_KILL_ARMED: armed } },
  );
  return Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString('utf8');
}

// The try is counted (1), the step used (2), the header written: file (3), rename (4), folder (5); then the epoch (6) and the share (7).
test.each(everyCase ? [1, 2, 3, 4, 5, 6, 7] : [2, 4, 6])('killed before step %i of the unlock that binds a vault to its hardware: it opens there, and from then on nowhere else', { timeout: 300_000 }, async (killAt) => {
  await workstation.enrol();
  await workstation.hub.disconnect();
  expect(await killedTry(killAt)).toBe('');

  workstation.machine = laptop;
  await workstation.restart();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled' });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  workstation.machine = otherLaptop;
  await workstation.restart();
  expect(await workstation.unlock()).toMatchObject({ kind: 'keychain-changed', explanation: expect.stringContaining('other hardware') });
});

test('not killed, the unlock in a process of its own comes to the keys', { timeout: 300_000 }, async () => {
  await workstation.enrol();
  await workstation.hub.disconnect();
  expect(await killedTry(0)).toBe('keys');
});
