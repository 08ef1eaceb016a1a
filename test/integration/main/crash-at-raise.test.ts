import '../../doubles/true-cost.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { everyCase } from '../../doubles/how-often.ts';
import { KilledWorkstation } from '../../doubles/killed-workstation.ts';

const passphrase = 'quiet heron crosses the morning river';

let workstation: KilledWorkstation | null = null;
afterEach(() => workstation?.end());

const cost = (killed: KilledWorkstation): number => {
  const { kdf } = JSON.parse(readFileSync(join(killed.at.folder, 'profile', 'vault.header'), 'utf8')) as { kdf: { memoryKiB: number; passes: number } };
  return kdf.memoryKiB * kdf.passes;
};
const minimum = 64 * 1024 * 3;

// The header: file (1), rename (2), folder (3).
test.each(everyCase ? [1, 2, 3] : [2, 3])(
  'killed before step %i of dearer terms being taken over, the passphrase opens with those that the header has, and the hub takes its verifier',
  { timeout: 300_000 },
  async (killAt) => {
    // A slow machine when the passphrase was chosen, a quick one from then on.
    const killed = new KilledWorkstation({ pace: 100 });
    workstation = killed;
    const { at, verifiers } = killed;
    await killed.enrol(passphrase);
    expect(cost(killed)).toBe(minimum);
    await killed.restart({ killAt, pace: 'quick' });
    expect(await killed.opens(passphrase)).toBe(true);
    const { code, verifier, next } = await at.hub.hears('verifier-replace');
    expect(code).toBeNull();
    expect(verifiers.replace(verifier, next)).toBe(true);
    at.arm();
    await at.hub.tell({ c: 'verifier-replaced' }).catch(() => undefined);
    await at.died;

    if (killAt < 3) expect(cost(killed)).toBe(minimum);
    else expect(cost(killed)).toBeGreaterThan(minimum);
    for (const _time of [1, 2]) {
      await killed.restart();
      expect(await killed.opens(passphrase)).toBe(true);
    }
  },
);
