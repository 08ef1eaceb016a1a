import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { KilledWorkstation } from '../../doubles/killed-workstation.ts';

const delivered = join(import.meta.dirname, '..', '..', '..', 'dist', 'main', 'vault-process.js');
const passphrase = 'quiet heron crosses the morning river';

let workstation: KilledWorkstation | null = null;
afterEach(() => workstation?.end());

test('a passphrase that was made cheap for a test opens nothing in what is delivered, whatever the environment says', { timeout: 300_000 }, async () => {
  const cheap = new KilledWorkstation();
  workstation = cheap;
  const { at } = cheap;
  await cheap.enrol(passphrase);
  const { kdf } = JSON.parse(readFileSync(join(at.folder, 'profile', 'vault.header'), 'utf8')) as { kdf: { memoryKiB: number; passes: number } };
  expect(kdf).toMatchObject({ memoryKiB: 64, passes: 1 });

  expect(process.env['SEALDESK_TEST_LEAST_COST']).toBe('1');
  await at.restart({ entry: delivered });
  expect(await at.call('device.inspect', null)).toMatchObject({ kind: 'vault-damaged' });
  expect(await cheap.unlock(passphrase)).toMatchObject({ kind: 'vault-damaged' });

  await cheap.restart();
  expect(await cheap.opens(passphrase)).toBe(true);
});
