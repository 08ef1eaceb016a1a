import { setTimeout as pause } from 'node:timers/promises';
import type { Campaign, Figures } from './campaign.ts';
import { Fleet } from './scene/fleet.ts';

/** In the campaign each device renews its lease this often, in milliseconds: a real one once an hour. */
const renewEveryMs = 10_000;
/** Of a thousand, a hundred are revoked. */
const revokedOf = 10;
/** IT revokes ten a second: somebody lost a van full of laptops. */
const betweenRevocationsMs = 100;
/** What the issue promises: a revoked device is cut off within so many milliseconds, 99 of 100. */
export const cutOffWithinMs = 2_000;

/** What became of a fleet in which some are revoked while each renews its lease once in so many milliseconds. */
export async function revokeUnderLoad(fleet: Fleet, devices: number, renewEvery: number, say: (line: string) => void): Promise<Figures & { readonly cutOffMs: number }> {
  const failures: string[] = [];
  const started = performance.now();
  await fleet.enrol(devices, say);
  const setUpSeconds = (performance.now() - started) / 1000;
  const stormMs = await fleet.storm();
  say(`all back after ${Math.round(stormMs)} ms`);
  const before = new Map(fleet.devices.map((device) => [device, device.refused.length]));
  const work = fleet.work(renewEvery).map((each) => each.catch((error: unknown) => void failures.push(String(error))));
  await pause(renewEvery);

  const revoked = fleet.devices.filter((_, n) => n % revokedOf === 0);
  const measuring = performance.now();
  const renewalsBefore = fleet.renewals;
  const cut = await Promise.all(
    revoked.map(async (device, n) => {
      await pause(n * betweenRevocationsMs);
      return fleet.revoke(device);
    }),
  );
  const seconds = (performance.now() - measuring) / 1000;
  const perSecond = (fleet.renewals - renewalsBefore) / seconds;
  // Each of the others renews once more after the last was revoked.
  await pause(renewEvery);
  fleet.stop();
  const others = fleet.devices.filter((device) => !revoked.includes(device));
  for (const device of others) {
    if (!device.connected) failures.push('A device that was not revoked lost its connection.');
    else await device.renewLease().catch((error: unknown) => void failures.push(String(error)));
    if (device.refused.length > (before.get(device) ?? 0)) failures.push(`A device that was not revoked was refused: ${device.refused.at(-1)}.`);
    if (device.heard.some(({ c }) => c === 'session-refused' || c === 'revoked' || c === 'code-refused')) failures.push('A device that was not revoked was told something that opens nothing.');
    for (const failure of device.failures) failures.push(String(failure));
  }
  await Promise.all(work);
  const sinceCall = cut.map((each) => each.sinceCall);
  const cutOffMs = percentile(sinceCall, 99);
  const counts = {
    devices,
    revoked: revoked.length,
    'seconds to set up': Math.round(setUpSeconds),
    'ms until all were back at once': Math.round(stormMs),
    'lease renewals a second': Math.round(perSecond),
    'lists shown in the console': fleet.lists,
    'ms from call to cut-off (median)': Math.round(percentile(sinceCall, 50)),
    'ms (p99)': Math.round(cutOffMs),
    'ms from answer to cut-off (p99)': Math.round(percentile(cut.map((each) => each.sinceAnswer), 99)),
    'ms lag of the measuring process (p99)': Math.round(fleet.lag),
  };
  return { counts, failures, cutOffMs };
}

/**
 * The company's laptops connect, renew and a tenth is revoked meanwhile. Signing, sealing and TLS of all laptops
 * together cost this process about as much as the hub's own work costs the hub: on two cores they share the
 * machine evenly, and the measuring process's own delays are among what it measures.
 */
export const deviceLoad: Campaign = {
  count: 1_000,
  run: async (count, say) => {
    const fleet = await Fleet.open();
    try {
      const { counts, failures, cutOffMs } = await revokeUnderLoad(fleet, count, renewEveryMs, say);
      return { counts, failures: cutOffMs <= cutOffWithinMs ? failures : [...failures, `The cut-off took ${Math.round(cutOffMs)} ms (p99).`] };
    } finally {
      await fleet.close();
    }
  },
};

/** The nearest rank of ascending values. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}
