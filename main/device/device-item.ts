import { z } from 'zod';
import { Timestamp } from '../../shared/domain/ids.ts';
import type { Keychain } from './keychain.ts';

/**
 * The keychain item with the device secret and everything that must not go back in time together
 * with the profile folder.
 */
export const DeviceItem = z.object({
  v: z.literal(1),
  /** 32 random bytes, base64. */
  secret: z.base64().length(44),
  backend: z.enum(['secret-service', 'keychain', 'credential-manager']),
  /** Version of the enrolment record that holds; `nextRecordVersion` while one is being written. */
  recordVersion: z.number().int().min(0),
  nextRecordVersion: z.number().int().min(1).nullable(),
  /** Wrong tries since the last right one; counted before each check. */
  attempts: z.number().int().min(0),
  /** Newest TOTP step accepted here; none up to it is accepted again. */
  lastStep: z.number().int().min(0).nullable(),
  /** The hub's newest signed time, and how far this machine's clock was behind it, in milliseconds. */
  hubTime: Timestamp.nullable(),
  clockOffset: z.number().int(),
  /** Highest time seen, in the hub's time. */
  highestSeen: Timestamp,
  /** Grows with each unlock, as the vault header's does: an older header is a copy put back. */
  epoch: z.number().int().min(0),
  /** The wrapped key was destroyed at the attempt limit. */
  keyDestroyed: z.boolean(),
});
export type DeviceItem = z.infer<typeof DeviceItem>;

const name = 'device';

export class DeviceItemDamaged extends Error {}

/** Null when there is none. @throws DeviceItemDamaged */
export async function readDeviceItem(keychain: Keychain): Promise<DeviceItem | null> {
  const text = await keychain.read(name);
  if (text === null) return null;
  try {
    return DeviceItem.parse(JSON.parse(text));
  } catch {
    // Without the cause: it would quote the item.
    throw new DeviceItemDamaged('The keychain item of this device cannot be read.');
  }
}

export async function writeDeviceItem(keychain: Keychain, item: DeviceItem): Promise<void> {
  await keychain.write(name, JSON.stringify(DeviceItem.parse(item)));
}

export async function removeDeviceItem(keychain: Keychain): Promise<void> {
  await keychain.remove(name);
}
