import type { Device } from '../device/device.ts';
import { writeDurably } from '../device/durable-file.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { type Binding, damaged } from './header-binding.ts';
import { formatVersion, type PresentHeader } from './header-format.ts';
import { headerText } from './header-text.ts';
import { purge } from './secret-bytes.ts';
import { readHeader, writeHeader } from './vault-header.ts';

/** The header of an open vault, with what it is bound to; `binding.deviceSecret` is the caller's to overwrite. */
export interface HeaderInUse {
  readonly header: PresentHeader;
  readonly binding: Binding;
}

/** @throws HeaderError: while the vault is open its header is of the present version, as the unlock left it. */
export function headerInUse(device: Device, machine: MachineBinding): HeaderInUse {
  const deviceSecret = device.secret();
  // What the policy says of unknown hardware was judged when the vault was opened.
  const { header, binding } = readHeader(headerText(device.profile.header), { deviceSecret, deviceId: device.present.record.deviceId, machine, unknownHardware: 'allow' });
  if (header.v !== formatVersion) throw damaged();
  return { header, binding };
}

/**
 * Replaces the header by what follows from it as it stands now: a share may have been renewed while something else was
 * waited for. Nothing comes between reading and writing.
 *
 * @param change null: nothing is written. @returns whether it was.
 */
export function replaceHeader(device: Device, machine: MachineBinding, change: (header: PresentHeader, binding: Binding) => PresentHeader | null): boolean {
  const { header, binding } = headerInUse(device, machine);
  try {
    const next = change(header, binding);
    if (next !== null) writeDurably(device.profile.header, writeHeader(next, binding));
    return next !== null;
  } finally {
    purge(binding.deviceSecret);
  }
}
