import { Device } from '../../main/device/device.ts';
import type { MachineBinding } from '../../main/device/machine-binding.ts';
import { TryDelay } from '../../main/unlock/attempts.ts';
import { Tries } from '../../main/unlock/tries.ts';
import { Unlock } from '../../main/unlock/unlock.ts';

/** One try in a process of its own, on a machine of the test's choice, so that it can be killed in the middle of it. */
export interface UnlockTry {
  readonly profile: string;
  readonly passphrase: string;
  readonly code: string;
  readonly machine: MachineBinding;
  /** How far the test's clock is before the system's, in milliseconds. */
  readonly ahead: number;
}

const { profile, passphrase, code, machine, ahead } = JSON.parse(process.argv[2] ?? '{}') as UnlockTry;
const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() };
const device = new Device(profile, clock);
const unlock = new Unlock(device, clock, new Tries(device, clock, new TryDelay(clock)), {
  online: false,
  request: () => Promise.resolve({ kind: 'unreachable' }),
  resume: () => Promise.resolve({ kind: 'unreachable' }),
});
const { kind } = await unlock.attempt(Buffer.from(passphrase), { kind: 'code', code }, machine);
process.stdout.write(kind);
