import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openWritable } from '../../../main/vault/open-database.ts';
import { flipPages, rootPage } from '../../doubles/flipped-pages.ts';
import { everyCase } from '../../doubles/how-often.ts';
import { KilledWorkstation } from '../../doubles/killed-workstation.ts';
import { keysOfProfile } from '../../doubles/profile-keys.ts';

const passphrase = 'quiet heron crosses the morning river';
const begun = 'Dear Maria, of course';

let workstation: KilledWorkstation | null = null;
afterEach(() => workstation?.end());

const profileOf = (killed: KilledWorkstation) => join(killed.at.folder, 'profile');
const database = (killed: KilledWorkstation) => join(profileOf(killed), 'vault.db');

/** A workstation whose vault has a draft and a damaged page, in a process that dies at a step. */
async function damaged(killAt: number): Promise<{ readonly killed: KilledWorkstation; readonly key: Uint8Array }> {
  const killed = new KilledWorkstation();
  workstation = killed;
  await killed.enrol(passphrase);
  await killed.restart();
  expect(await killed.opens(passphrase)).toBe(true);
  await killed.at.call('vault.close', { keepTicket: false });
  const key = (await keysOfProfile(profileOf(killed), Buffer.from(passphrase))).keys['vault key'];
  const opened = openWritable(database(killed), key, false);
  opened.run("INSERT INTO drafts (conversation_id, kind, text, at) VALUES ('5f0c0b6a-4f9e-4a2e-9a0e-0e6a4d3c9b11', 'reply', ?, 1)", [begun]);
  opened.close();
  flipPages(database(killed), [rootPage(database(killed), key, 'position')]);
  await killed.restart({ killAt });
  return { killed, key };
}

/** Unlocks, and repairs as often as it is offered. */
async function opensRepaired(killed: KilledWorkstation): Promise<void> {
  const outcome = await killed.unlock(passphrase);
  if (outcome.kind === 'repair-offered') {
    expect(outcome.salvage.drafts).toEqual({ saved: 1, lost: 0 });
    expect(await killed.at.call('repair.carry-out', null)).toMatchObject({ kind: 'unlocked' });
  } else {
    // The report was not seen yet.
    expect(outcome).toMatchObject({ kind: 'unlocked', repaired: { salvage: { drafts: { saved: 1, lost: 0 } } } });
  }
}

// The new vault is made and synced (1, 2); the plan: keychain (3), record (4 to 6), keychain (7); its name (8), folder (9);
// the record says repaired (10 to 14); the old shared memory (15), the old file (16), folder (17), the new one (18), folder (19).
test.each(everyCase ? Array.from({ length: 24 }, (_, step) => step + 1) : [2, 5, 9, 12, 17, 18])(
  'killed before step %i of a repair, the draft is in the vault that is found, or in the one that is made next',
  { timeout: 300_000 },
  async (killAt) => {
    const { killed, key } = await damaged(killAt);
    expect(await killed.unlock(passphrase)).toMatchObject({ kind: 'repair-offered' });
    killed.at.arm();
    await Promise.race([killed.at.call('repair.carry-out', null).catch(() => null), killed.at.died]);
    await killed.restart();
    await opensRepaired(killed);
    await killed.at.call('vault.close', { keepTicket: false });
    const opened = openWritable(database(killed), key, false);
    expect(opened.rows('SELECT text FROM drafts')).toEqual([{ text: begun }]);
    expect(opened.rows('PRAGMA cipher_integrity_check')).toEqual([]);
    opened.close();
    const left = readdirSync(profileOf(killed));
    expect(left.filter((name) => /^vault\.damaged-.*\.db$/.test(name))).toHaveLength(1);
    expect(existsSync(join(profileOf(killed), 'vault.repaired'))).toBe(false);
  },
);

test('what comes between the damage and the repair changes nothing: a restart, a wrong passphrase, a choice put off', { timeout: 300_000 }, async () => {
  const { killed } = await damaged(0);
  expect(await killed.unlock(passphrase)).toMatchObject({ kind: 'repair-offered' });
  await expect(killed.at.call('inbox.counts', null)).rejects.toMatchObject({ message: 'The vault is locked.' });
  await killed.restart();
  expect(await killed.at.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', vaultDamaged: true });
  await expect(killed.at.call('repair.carry-out', null)).rejects.toMatchObject({ message: 'There is nothing to repair.' });
  expect(await killed.unlock('another heron crosses the morning river')).toMatchObject({ kind: 'wrong' });
  await expect(killed.at.call('repair.carry-out', null)).rejects.toMatchObject({ message: 'There is nothing to repair.' });
  await killed.restart();
  await opensRepaired(killed);
  await killed.at.call('repair.seen', null);
  expect(await killed.at.call('device.inspect', null)).toMatchObject({ vaultDamaged: false, repaired: null });
  await killed.at.call('vault.close', { keepTicket: false });
  await killed.at.call('device.forgotten', null);
  expect(readdirSync(profileOf(killed))).toEqual(['wiped.record']);
});
