import type { Clock } from '../../shared/domain/clock.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Device } from '../device/device.ts';
import { writeDurably } from '../device/durable-file.ts';
import { type HubShare, keepShares } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { removeShareItem } from '../device/share-item.ts';
import { withNewShare } from './header-changes.ts';
import { headerText } from './header-text.ts';
import { purge } from './secret-bytes.ts';
import { opensHeader, readHeader, writeHeader } from './vault-header.ts';

export interface ShareRenewal {
  readonly device: Device;
  readonly clock: Clock;
  readonly machine: MachineBinding;
  /** The hub's, newest first. */
  readonly shares: readonly HubShare[];
  readonly lease: SignedStatement | null;
  /** The one that the vault was opened with. A hub restored from a backup does not have it any more. */
  readonly present: HubShare;
}

/**
 * Replaces the outer wrap by one under the newest share; needs no passphrase. The header is written
 * first, with a wrap for both, then the keychain: whichever of the hub's shares and of those kept here
 * is at hand after a crash, one opens. The older wrap goes at the next unlock with the newest share.
 * Where no share at hand opens the header nothing happens, and what held goes on holding.
 */
export async function renewShare({ device, clock, machine, shares, lease, present }: ShareRenewal): Promise<void> {
  const [newest] = shares;
  if (newest === undefined) return;
  const { record } = device.present;
  const deviceSecret = device.secret();
  try {
    // Nothing is opened here: what the policy says of unknown hardware is judged at the next unlock.
    const presented = { deviceSecret, deviceId: record.deviceId, machine, unknownHardware: 'allow' } as const;
    const { header, binding } = readHeader(headerText(device.profile.header), presented);
    const older = [...shares.slice(1), present].find((share) => share.generation !== newest.generation && opensHeader(header, binding, share)) ?? null;
    if (!opensHeader(header, binding, newest)) {
      const next = older === null ? null : withNewShare(header, binding, older, newest);
      if (next === null) return;
      writeDurably(device.profile.header, writeHeader(next, binding));
    }
    const keychain = await device.keychain();
    if (lease === null) await removeShareItem(keychain);
    else await keepShares({ keychain, clock, record, item: device.present.item }, older === null ? [newest] : [newest, older], lease);
  } finally {
    purge(deviceSecret);
  }
}
