import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openKeychain } from '../../../../main/device/keychain.ts';
import { openProfile } from '../../../../main/device/profile.ts';
import { readShareItem } from '../../../../main/device/share-item.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

async function enrolAt(offlineLeaseHours: number): Promise<void> {
  workstation.hub.policy = { ...workstation.hub.policy, offlineLeaseHours };
  await workstation.enrol();
}

/** With what the hub has at that moment, where it is asked. */
async function unlock(atLeaseZero: boolean): Promise<void> {
  const { hub } = workstation;
  const unlocked = workstation.unlock();
  if (atLeaseZero) {
    await hub.hears('share-request');
    await hub.giveShares();
  }
  expect(await unlocked).toMatchObject({ kind: 'unlocked' });
}

const wrapped = () => (JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')) as { wraps: { generation: number }[] }).wraps.map(({ generation }) => generation);
const kept = async () => (await readShareItem(await openKeychain(openProfile(workstation.profile).id)))?.shares.map(({ generation }) => generation) ?? [];

async function restart(): Promise<void> {
  await workstation.restart();
  await workstation.connect();
}

for (const [what, leaseHours] of [
  ['under a lease', 72],
  ['at lease zero', 0],
] as const) {
  test(`${what} a newer share is wrapped beside the present one, opens at the next unlock, and only then stands alone`, async () => {
    const { hub } = workstation;
    const zero = leaseHours === 0;
    await enrolAt(leaseHours);
    await unlock(zero);
    hub.newShare();
    await hub.giveShares();
    expect(wrapped()).toEqual([2, 1]);
    expect(await kept()).toEqual(zero ? [] : [2, 1]);
    // Told again, since the hub cannot know: nothing changes.
    await hub.giveShares();
    expect(wrapped()).toEqual([2, 1]);
    await restart();
    await unlock(zero);
    expect(wrapped()).toEqual([2]);
    expect(await kept()).toEqual(zero ? [] : [2]);
    await hub.hears('session-open');
    await hub.openSession();
    workstation.clock.offset += 3 * 24 * 3_600_000;
    await hub.tell({ c: 'policy', policy: hub.sign('policy', { ...hub.policy, version: 2 }) });
    expect((await hub.hears('lease-renew')).generation).toBe(2);
  });

  test(`${what} a hub that has made a newer share before the device knows of it gives both, and the older opens`, async () => {
    const { hub } = workstation;
    await enrolAt(leaseHours);
    hub.newShare();
    // Under a lease: after its end, when the hub is asked as at lease zero.
    if (leaseHours > 0) {
      workstation.clock.offset += 73 * 3_600_000;
      await workstation.connect();
    }
    await unlock(true);
    expect(wrapped()).toEqual([2, 1]);
    expect(await kept()).toEqual(leaseHours === 0 ? [] : [2, 1]);
    await restart();
    // The hub gives out no more than the newest now.
    hub.shares = hub.shares.slice(0, 1);
    await unlock(leaseHours === 0);
    expect(wrapped()).toEqual([2]);
  });

  test(`${what} a hub that has lost the present share, as from a backup, still gives one that the open vault is wrapped under`, async () => {
    const { hub } = workstation;
    await enrolAt(leaseHours);
    await unlock(leaseHours === 0);
    hub.shares = [{ generation: 2, share: new Uint8Array(randomBytes(32)) }];
    await hub.giveShares();
    expect(wrapped()).toEqual([2, 1]);
    await restart();
    await unlock(leaseHours === 0);
    expect(wrapped()).toEqual([2]);
  });
}

test('shares none of which opens the header change nothing, and what was there goes on opening', async () => {
  const { hub } = workstation;
  await enrolAt(72);
  await unlock(false);
  await restart();
  const present = hub.shares;
  const header = readFileSync(join(workstation.profile, 'vault.header'), 'utf8');
  workstation.clock.offset += 73 * 3_600_000;
  await workstation.connect();
  // At an unlock: nothing but these is at hand.
  const attempt = workstation.unlock();
  await hub.hears('share-request');
  hub.shares = [3, 2].map((generation) => ({ generation, share: new Uint8Array(randomBytes(32)) }));
  await hub.giveShares();
  expect(await attempt).toMatchObject({ kind: 'wrong' });
  expect(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')).toBe(header);
  hub.shares = present;
  await unlock(true);
});

test('a newest share that is another one under the same number is wrapped anew, beside the one that opens', async () => {
  const { hub } = workstation;
  await enrolAt(72);
  await unlock(false);
  hub.newShare();
  await hub.giveShares();
  const [, before] = hub.shares;
  hub.shares = [{ generation: 2, share: new Uint8Array(randomBytes(32)) }, before!];
  await hub.giveShares();
  expect(wrapped()).toEqual([2, 1]);
  await restart();
  await unlock(false);
  expect(wrapped()).toEqual([2]);
});

test('a policy that goes to lease zero while open takes the shares from the keychain, and the wraps stay', async () => {
  const { hub } = workstation;
  await enrolAt(72);
  await unlock(false);
  hub.newShare();
  hub.policy = { ...hub.policy, version: 2, offlineLeaseHours: 0 };
  await hub.tell({ c: 'policy', policy: hub.sign('policy', hub.policy) });
  await hub.giveShares(null);
  expect(await kept()).toEqual([]);
  expect(wrapped()).toEqual([2, 1]);
  await restart();
  await unlock(true);
  expect(wrapped()).toEqual([2]);
});
