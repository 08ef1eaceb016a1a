import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Verdict } from '../../shared/domain/posture.ts';
import { deriveKey, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { type Bytes, framed, utf8 } from '../../shared/trust/bytes.ts';
import type { MachineBinding } from '../device/machine-binding.ts';

/**
 * What a vault header is bound to. The ids are associated data of everything sealed in it; here they
 * are also kept, sealed under the device secret, so that a header says why it does not open, and still
 * opens where the hardware's UUID has become unknown and the policy allows that.
 */
export type HeaderProblem = 'vault-damaged' | 'vault-newer' | 'keychain-changed';
export class HeaderError extends SealdeskError<HeaderProblem> {}

export const damaged = () =>
  new HeaderError(
    'vault-damaged',
    'The header of the vault on this laptop is missing, was changed or cut short, so the vault cannot be opened. Nothing was deleted. Restore the whole Sealdesk folder from a backup of this laptop, or ask your IT for a new invite.',
  );
export const newer = () =>
  new HeaderError('vault-newer', 'The vault on this laptop was made by a newer version of Sealdesk. Nothing was changed. Install that version again, or a newer one.');
const otherInstallation = () =>
  new HeaderError(
    'keychain-changed',
    'The vault in this folder was made on another computer, or the operating system was installed anew. Nothing was deleted. Open it where it was made, or ask your IT for a new invite for this laptop.',
  );
const otherHardware = () =>
  new HeaderError(
    'keychain-changed',
    'The vault in this folder was made on other hardware: the hardware UUID of this computer is not the one it is bound to. Nothing was deleted. Open it on the laptop where it was made, or ask your IT for a new invite for this one.',
  );
const hardwareNotKnown = () =>
  new HeaderError(
    'keychain-changed',
    'The vault in this folder is bound to the hardware it was made on, but the hardware UUID of this computer cannot be read, and your policy does not allow that. Nothing was deleted. Ask your IT to install the Sealdesk package again, so that the UUID is recorded.',
  );

/** What device and machine bring to every opening. */
export interface Binding {
  /** 32 bytes. */
  readonly deviceSecret: Uint8Array;
  readonly deviceId: string;
  readonly machine: MachineBinding;
}

const noSalt = new Uint8Array();

export function underDeviceSecret(binding: Binding, label: string, content: Uint8Array | string): Buffer {
  return createHmac('sha256', deriveKey(binding.deviceSecret, noSalt, `sealdesk header ${label}`)).update(framed(label, content)).digest();
}

const Bound = z.strictObject({ installation: z.string().nullable(), hardware: z.string().nullable() });
const boundKey = ({ deviceSecret }: Binding) => deriveKey(deviceSecret, noSalt, 'sealdesk header bound');
const boundContext = ({ deviceId }: Binding) => framed('sealdesk bound v2', deviceId);

/** Seals what a header is bound to. */
export function sealBound(binding: Binding): Bytes {
  const { installation, hardware } = binding.machine;
  return sealBytes(boundKey(binding), utf8(JSON.stringify({ installation, hardware })), boundContext(binding));
}

/** What a header of version 2 is bound to. @throws HeaderError */
export function boundOf(sealed: Uint8Array, presented: Binding): MachineBinding {
  try {
    return Bound.parse(JSON.parse(Buffer.from(openBytes(boundKey(presented), sealed, boundContext(presented))).toString('utf8')));
  } catch {
    throw damaged();
  }
}

/** What a header of version 1 is bound to, found by trying: it keeps an HMAC only. @throws HeaderError */
export function boundV1(machine: Uint8Array, presented: Binding): MachineBinding {
  const { installation } = presented.machine;
  for (const candidate of installation === null ? [null] : [installation, null]) {
    const expected = underDeviceSecret(presented, 'machine', candidate ?? 'unknown');
    if (machine.length === expected.length && timingSafeEqual(machine, expected)) return { installation: candidate, hardware: null };
  }
  throw otherInstallation();
}

/**
 * Judges whether what is bound to one machine may open on this one. What was not known when it was
 * bound does not hold it back; a hardware UUID that is not known any more is for the policy to judge.
 *
 * @throws HeaderError
 */
export function judgeMachine(bound: MachineBinding, present: MachineBinding, unknownHardware: Verdict): void {
  // Hardware first: its words say more, and a disk put into another laptop brings its installation along.
  if (bound.hardware !== null && present.hardware !== null && bound.hardware !== present.hardware) throw otherHardware();
  if (bound.installation !== null && bound.installation !== present.installation) throw otherInstallation();
  if (bound.hardware !== null && present.hardware === null && unknownHardware === 'refuse') throw hardwareNotKnown();
}
