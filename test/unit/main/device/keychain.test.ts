import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { KeychainError, openKeychain } from '../../../../main/device/keychain.ts';

// No skip where there is no Secret Service: a machine that cannot run these cannot run Sealdesk.
const profile = () => randomBytes(16).toString('hex');

afterEach(() => vi.unstubAllEnvs());

test('keeps an item, gives it back, and removes it; profiles do not see one another', async () => {
  const [one, other] = await Promise.all([openKeychain(profile()), openKeychain(profile())]);
  expect(await one.read('item')).toBeNull();
  await one.write('item', 'first');
  await one.write('item', 'second');
  expect(await one.read('item')).toBe('second');
  expect(await other.read('item')).toBeNull();
  await one.remove('item');
  expect(await one.read('item')).toBeNull();
  await one.remove('item');
});

test('names its backend', async () => {
  expect((await openKeychain(profile())).backend).toBe('secret-service');
});

test('refuses a store that would keep keys in a plain file', async () => {
  await expect(openKeychain(profile(), { environment: { SECRET_BACKEND: 'file' } })).rejects.toThrow(KeychainError);
});

test('gives up on a keychain that does not answer, and says what to install', async () => {
  const late = openKeychain(profile(), { limitMs: 0 });
  await expect(late).rejects.toMatchObject({ kind: 'no-keychain', message: expect.stringContaining('gnome-keyring') });
});
