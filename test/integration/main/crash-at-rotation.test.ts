import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { everyCase, kills } from '../../doubles/how-often.ts';
import { KilledWorkstation } from '../../doubles/killed-workstation.ts';

const passphrase = 'quiet heron crosses the morning river';
/** Longer than a rotation of a small vault takes, once passphrase and code are judged. */
const latestKillMs = 1_500;

let workstation: KilledWorkstation | null = null;
afterEach(() => workstation?.end());

const headerFile = (killed: KilledWorkstation) => join(killed.at.folder, 'profile', 'vault.header');
const header = (killed: KilledWorkstation) => readFileSync(headerFile(killed), 'utf8');
const underWay = (killed: KilledWorkstation) => (JSON.parse(header(killed)) as { rotation: string | null }).rotation !== null;

async function unlocked({ killAt = 0, offlineLeaseHours = 72 }: { readonly killAt?: number; readonly offlineLeaseHours?: number }): Promise<KilledWorkstation> {
  const killed = new KilledWorkstation({ offlineLeaseHours });
  workstation = killed;
  await killed.enrol(passphrase);
  await killed.restart({ killAt });
  expect(await killed.opens(passphrase)).toBe(true);
  return killed;
}

async function rotate(killed: KilledWorkstation, arm: () => void): Promise<unknown> {
  const { at, verifiers } = killed;
  const code = await killed.freshCode();
  arm();
  const rotating = at.call('security.rotate-vault-key', { passphrase: Buffer.from(passphrase), code }).catch(() => null);
  void at.hub.hears('share-request').then(async ({ verifier }) => verifiers.uses(verifier) && (await at.hub.giveShares().catch(() => undefined)), () => undefined);
  return Promise.race([rotating, at.died]);
}

/** Opens, with everything there; the header has one key, and the header from before opens nothing once that is another one. */
async function expectSettled(killed: KilledWorkstation, before: string, rotated: boolean): Promise<void> {
  await killed.restart();
  expect(await killed.opens(passphrase)).toBe(true);
  expect(await killed.at.call('inbox.counts', null)).toBeTypeOf('object');
  expect(underWay(killed)).toBe(false);
  await killed.restart();
  expect(await killed.opens(passphrase)).toBe(true);
  await killed.restart();
  const present = header(killed);
  writeFileSync(headerFile(killed), before);
  const outcome = await killed.unlock(passphrase);
  expect(outcome.kind).toBe(rotated ? 'repair-offered' : 'unlocked');
  if (!rotated) return;
  writeFileSync(headerFile(killed), present);
  await killed.restart();
  expect(await killed.opens(passphrase)).toBe(true);
}

for (const [what, offlineLeaseHours] of [
  ['under a lease', 72],
  ['at lease zero', 0],
] as const) {
  // The count (1), the used step (2); the header with both keys: file (3), rename (4), folder (5); the database is
  // encrypted anew; the header with the next alone: file (6), rename (7), folder (8).
  test.each(everyCase ? [1, 2, 3, 4, 5, 6, 7, 8] : offlineLeaseHours === 0 ? [7] : [5])(
    `${what}, killed before step %i of a rotation of the vault key, one key opens, and afterwards there is no other`,
    { timeout: 300_000 },
    async (killAt) => {
      const killed = await unlocked({ killAt, offlineLeaseHours });
      const before = header(killed);
      await rotate(killed, () => killed.at.arm());
      await killed.at.died;
      expect(underWay(killed)).toBe(killAt >= 5 && killAt < 8);
      await expectSettled(killed, before, killAt >= 6);
    },
  );
}

test('killed at any moment of rotations, one after the other, the vault opens with everything there', { timeout: 300_000 + kills(2) * 30_000 }, async () => {
  const killed = await unlocked({});
  for (let kill = 0; kill < kills(2); kill += 1) {
    const rotating = rotate(killed, () => undefined);
    // From when the header has both keys: before that nothing happens to the database.
    const killer = (async () => {
      for (let waited = 0; waited < 10_000 && existsSync(headerFile(killed)) && !underWay(killed); waited += 1) await pause(1);
      await pause(Math.random() * Math.random() * latestKillMs);
      killed.at.kill();
    })();
    await Promise.all([rotating, killer]);
    await killed.restart();
    expect(await killed.opens(passphrase)).toBe(true);
    expect(await killed.at.call('inbox.counts', null)).toBeTypeOf('object');
    expect(underWay(killed)).toBe(false);
  }
});
