import type { Clock } from '../../shared/domain/clock.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Device } from '../device/device.ts';
import { readWhole, writeDurably } from '../device/durable-file.ts';
import { type HubShare, keepShare, leaseInForce } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { purge } from './secret-bytes.ts';
import { readHeader, withNewShare, writeHeader } from './vault-header.ts';

/**
 * Replaces the outer wrap by one under a share of a new generation; needs no passphrase. The header
 * is written first, with both wraps, then the share is kept: whichever share is at hand after a
 * crash, it opens. Where the present share is not at hand nothing happens, and it goes on holding.
 */
export async function renewShare(device: Device, clock: Clock, machine: MachineBinding, share: HubShare, lease: SignedStatement | null): Promise<void> {
  const { record, item } = device.present;
  const keychain = await device.keychain();
  const present = await leaseInForce({ keychain, clock, record, item });
  if (present === null || lease === null) return;
  const deviceSecret = device.secret();
  try {
    // Nothing is opened here: what the policy says of unknown hardware is judged at the next unlock.
    const presented = { deviceSecret, deviceId: record.deviceId, machine, unknownHardware: 'allow' } as const;
    const { header, binding } = readHeader(readWhole(device.profile.header), presented);
    const held = present.shares.find(({ generation }) => generation < share.generation && header.wraps.some((wrap) => wrap.generation === generation));
    if (held === undefined) return;
    const next = withNewShare(header, binding, held, share);
    if (next === null) return;
    writeDurably(device.profile.header, writeHeader(next, binding));
    await keepShare({ keychain, clock, record, item }, share, lease);
  } finally {
    purge(deviceSecret, ...present.shares.map(({ share: held }) => held));
  }
}
