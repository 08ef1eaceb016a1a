import '../../../doubles/true-cost.ts';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dearerThan, termsFor } from '../../../../main/unlock/passphrase-key.ts';
import { runs } from '../../../doubles/how-often.ts';
import { passphrase, SettableClock, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const salt = Buffer.alloc(16, 1).toString('base64');
const fresh = Buffer.alloc(16, 2).toString('base64');

test('terms never go down in memory or passes, never below 64 MiB and 3, and cost no more than this machine affords', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (tookThen, tookNow) => {
      const present = termsFor(tookThen, salt);
      const affordable = termsFor(tookNow, fresh);
      const raised = dearerThan(present, affordable);
      if (raised === null) return;
      expect(raised.memoryKiB).toBeGreaterThanOrEqual(Math.max(present.memoryKiB, 64 * 1024));
      expect(raised.passes).toBeGreaterThanOrEqual(Math.max(present.passes, 3));
      expect(raised.memoryKiB * raised.passes).toBeGreaterThan(present.memoryKiB * present.passes);
      expect(raised.memoryKiB * raised.passes).toBeLessThanOrEqual(affordable.memoryKiB * affordable.passes);
      expect(raised.salt).toBe(fresh);
    }),
    runs(2000),
  );
});

test('a machine as fast as before, or slower, changes nothing', () => {
  for (const took of [10, 60, 100, 400]) {
    const present = termsFor(took, salt);
    expect(dearerThan(present, termsFor(took, fresh))).toBeNull();
    expect(dearerThan(present, termsFor(took * 3, fresh))).toBeNull();
  }
});

/** A machine that was slow when the passphrase was chosen. Its clock goes on at each look, so that this does not hang on how busy the true one is. */
class SlowAtFirst extends SettableClock {
  perLook = 600;
  override monotonic = () => (this.waited += this.perLook);
}
/** What a derivation seems to take on a machine that has become quick, in milliseconds. */
const quick = 60;

let workstation: WorkstationCore;

const kdf = () => (JSON.parse(readFileSync(join(workstation.profile, 'vault.header'), 'utf8')) as { kdf: { memoryKiB: number; passes: number } }).kdf;
const minimum = { memoryKiB: 64 * 1024, passes: 3 };

async function enrolledWhileSlow(): Promise<SlowAtFirst> {
  const clock = new SlowAtFirst();
  workstation = new WorkstationCore({ clock });
  onTestFinished(() => workstation.remove());
  await workstation.enrol();
  expect(kdf()).toMatchObject(minimum);
  return clock;
}

test('an unlock that was too cheap makes the passphrase dearer once the hub has the new verifier, and only the dearer header opens from then on', async () => {
  const clock = await enrolledWhileSlow();
  const { hub } = workstation;
  const { verifier: first } = await hub.hears('verifier-set');
  clock.perLook = quick;
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  expect(kdf()).toMatchObject(minimum);
  await hub.hears('session-open');
  await hub.openSession();
  const asked = await hub.hears('verifier-replace');
  expect(asked).toMatchObject({ code: null, verifier: first });
  expect(kdf()).toMatchObject(minimum);
  await hub.tell({ c: 'verifier-replaced' });
  await vi.waitFor(() => expect(kdf().memoryKiB * kdf().passes).toBeGreaterThan(minimum.memoryKiB * minimum.passes));

  // Dear enough: nothing more is raised, and the new verifier is told.
  clock.perLook = 600;
  await workstation.restart();
  await workstation.connect();
  expect(await workstation.unlock(passphrase)).toMatchObject({ kind: 'unlocked' });
  expect((await hub.hears('session-open')).verifier).toBe(asked.next);
});

test('a hub that does not take it, or is not there, leaves everything as it is', async () => {
  const clock = await enrolledWhileSlow();
  const { hub } = workstation;
  clock.perLook = quick;
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  await hub.hears('session-open');
  await hub.openSession();
  await hub.hears('verifier-replace');
  await hub.tell({ c: 'code-refused', for: 'verifier-replace' });
  await workstation.restart();
  expect(kdf()).toMatchObject(minimum);
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  expect(kdf()).toMatchObject(minimum);
});
