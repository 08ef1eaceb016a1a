import type { Posture } from '../../shared/domain/posture.ts';
import type { Device } from '../device/device.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { HeaderError } from './header-binding.ts';
import { headerText } from './header-text.ts';
import { purge } from './secret-bytes.ts';
import { hardwareCheck } from './vault-header.ts';

/** The laptop's state as main read it, with the check of its hardware judged by what the vault here is bound to. */
export async function boundPosture(device: Device, machine: MachineBinding, posture: Posture): Promise<Posture> {
  if (!device.isPresent) await device.load();
  if (!device.isPresent) return posture;
  const deviceSecret = device.secret();
  try {
    const { deviceId } = device.present.record;
    const hardware = hardwareCheck(posture.checks['hardware-id'], headerOf(device), { deviceSecret, deviceId, machine });
    return { ...posture, checks: { ...posture.checks, 'hardware-id': hardware } };
  } finally {
    purge(deviceSecret);
  }
}

/** Null where there is none, or none that can be read: what is wrong with it has a screen of its own. */
function headerOf(device: Device): string | null {
  try {
    return headerText(device.profile.header);
  } catch (error) {
    if (error instanceof HeaderError) return null;
    throw error;
  }
}
