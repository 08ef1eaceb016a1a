import { afterEach, expect, test } from 'vitest';
import { everyCase } from '../../doubles/how-often.ts';
import { KilledWorkstation } from '../../doubles/killed-workstation.ts';

const before = 'quiet heron crosses the morning river';
const after = 'pewter lanterns drift above the orchard';

let workstation: KilledWorkstation | null = null;
afterEach(() => workstation?.end());

/** Changes the passphrase; the hub does its part as long as it is asked. @returns whether it was. */
async function change(killed: KilledWorkstation): Promise<boolean> {
  const { at, verifiers } = killed;
  const code = await killed.freshCode();
  at.arm();
  let taken = false;
  const changing = at.call('security.change-passphrase', { passphrase: Buffer.from(before), code, next: Buffer.from(after) }).catch(() => null);
  void at.hub.hears('verifier-replace').then(
    async ({ verifier, next }) => {
      taken = verifiers.replace(verifier, next);
      await at.hub.tell({ c: 'verifier-replaced' }).catch(() => undefined);
    },
    () => undefined,
  );
  await Promise.race([changing, at.died]);
  return taken;
}

for (const [what, offlineLeaseHours] of [
  ['under a lease', 72],
  ['at lease zero', 0],
] as const) {
  // A change writes: the count (1), the used step (2), the header: file (3), rename (4), folder (5).
  test.each(everyCase ? [1, 2, 3, 4, 5, 6] : offlineLeaseHours === 0 ? [3] : [2, 5])(
    `${what}, killed before step %i of a change of passphrase, one of the two opens, and after that unlock only that one, here and at the hub`,
    { timeout: 300_000 },
    async (killAt) => {
      const killed = new KilledWorkstation({ offlineLeaseHours });
      workstation = killed;
      await killed.enrol(before);
      await killed.restart({ killAt });
      expect(await killed.opens(before)).toBe(true);
      const taken = await change(killed);
      expect(taken).toBe(killAt > 1);

      const opening = await killed.whichOpen(before, after);
      expect(opening).toEqual([killAt > 4 ? after : before]);
      expect(await killed.whichOpen(before, after)).toEqual(opening);
    },
  );
}
