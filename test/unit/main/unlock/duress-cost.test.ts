import type * as Argon2 from '@node-rs/argon2';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { expect, onTestFinished, test, vi } from 'vitest';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// The true derivation, watched.
vi.mock('@node-rs/argon2', async (original) => {
  const { hashRaw: derive } = await original<typeof Argon2>();
  return { hashRaw: vi.fn(derive) };
});
vi.setConfig({ testTimeout: 120_000 });

const duress = 'marble pigeons borrow seven umbrellas';

test('both passphrases are derived at every try, whichever was typed, and neither more often than the other', async () => {
  const workstation = new WorkstationCore();
  onTestFinished(() => workstation.remove());
  workstation.hub.policy = { ...workstation.hub.policy, duressPassphrase: true };
  await workstation.enrol();
  await workstation.hub.disconnect();
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  const set = { passphrase: Buffer.from(passphrase), code: workstation.freshCode(), duress: Buffer.from(duress) };
  expect(await workstation.call('security.set-duress-passphrase', set)).toEqual({ kind: 'set' });
  const { kdf, duress: second } = JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')) as { kdf: { salt: string }; duress: { kdf: { salt: string } } };
  const derived = vi.mocked(hashRaw);

  for (const [typed, kind] of [
    ['not the passphrase at all', 'wrong'],
    [passphrase, 'unlocked'],
    [duress, 'wiped'],
  ] as const) {
    await workstation.restart();
    derived.mockClear();
    expect(await workstation.unlock(typed)).toMatchObject({ kind });
    const salts = derived.mock.calls.map(([, options]) => Buffer.from(options?.salt ?? []).toString('base64'));
    expect(salts.toSorted()).toEqual([kdf.salt, second.kdf.salt].toSorted());
  }
});
