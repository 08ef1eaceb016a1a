import type { Posture } from '../../shared/domain/posture.ts';
import type { Device } from '../device/device.ts';
import { readWhole } from '../device/durable-file.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { purge } from './secret-bytes.ts';
import { hardwareCheck } from './vault-header.ts';

/** The laptop's state as main read it, with the check of its hardware judged by what the vault here is bound to. */
export async function boundPosture(device: Device, machine: MachineBinding, posture: Posture): Promise<Posture> {
  if (!device.isPresent) await device.load();
  if (!device.isPresent) return posture;
  const deviceSecret = device.secret();
  try {
    const { deviceId } = device.present.record;
    const hardware = hardwareCheck(posture.checks['hardware-id'], readWhole(device.profile.header), { deviceSecret, deviceId, machine });
    return { ...posture, checks: { ...posture.checks, 'hardware-id': hardware } };
  } finally {
    purge(deviceSecret);
  }
}
