import { type Bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { HubShare } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import type { Binding } from './header-binding.ts';
import { formatVersion, type PresentHeader, type VaultHeader } from './header-format.ts';
import { openNextVaultKey, openOutside, sealNextVaultKey, wrapOutside } from './header-keys.ts';
import { purge } from './secret-bytes.ts';
import { makeHeader, openHeader, opensHeader, type PassphraseSide } from './vault-header.ts';

/** How one vault header follows from another. Each replaces the file whole, so that a crash leaves the one or the other. */

/**
 * Adds a wrap under a new share, beside the one under the present share; needs no passphrase.
 * Null when the present share does not open the header.
 */
export function withNewShare<H extends VaultHeader>(header: H, binding: Binding, present: HubShare, next: HubShare): H | null {
  const inner = openOutside(header, binding, present);
  if (inner === null) return null;
  try {
    const kept = header.wraps.filter(({ generation }) => generation === present.generation && generation !== next.generation);
    return { ...header, wraps: [wrapOutside(header.v, inner, next, binding), ...kept] };
  } finally {
    purge(inner);
  }
}

/** The vault has opened with this generation: the other wrap goes. */
export function withOnlyGeneration<H extends VaultHeader>(header: H, generation: number): H {
  return { ...header, wraps: header.wraps.filter((wrap) => wrap.generation === generation) };
}

/**
 * What the passphrase seals, replaced, and wrapped under each of the shares that opens the header as it is. A wrap under
 * a share that is not at hand goes: the hub keeps the one that the vault was opened with for as long as it is needed.
 *
 * @returns null when none of them opens the header.
 */
export function withPassphraseSide(header: PresentHeader, binding: Binding, shares: readonly HubShare[], side: PassphraseSide): PresentHeader | null {
  const opening = new Map(shares.filter((share) => opensHeader(header, binding, share)).map((share) => [share.generation, share]));
  if (opening.size === 0) return null;
  const newestFirst = [...opening.values()].toSorted((one, other) => other.generation - one.generation);
  const { kdf, inner, totp, totpNext } = side;
  return { ...header, kdf, totp, totpNext, wraps: newestFirst.map((share) => wrapOutside(header.v, inner, share, binding)) };
}

/** Another vault key is under way: whoever opens the header finds both, and the database says which holds. */
export function withRotation(header: PresentHeader, binding: Binding, vaultKey: Uint8Array, next: Uint8Array): PresentHeader {
  return { ...header, rotation: toBase64(sealNextVaultKey(binding, vaultKey, next)) };
}

/** The next vault key of a rotation that did not come to its end; null when there is none, or the vault key is another one. */
export function nextVaultKeyOf(header: VaultHeader, binding: Binding, vaultKey: Uint8Array): Bytes | null {
  if (header.v !== formatVersion || header.rotation === null) return null;
  return openNextVaultKey(header.v, binding, vaultKey, fromBase64(header.rotation));
}

/**
 * The header as this machine wants it: of the present version, and bound also to what was not known
 * when it was made. What it is bound to already stays, known here or not. Everything inside is sealed
 * anew, so passphrase key and share must be those that open it; one text replaces the other, so that a
 * crash leaves one that opens with the same.
 *
 * @returns the same header and binding where there is nothing to do, or where they do not open it.
 */
export function boundAnew(
  header: VaultHeader,
  binding: Binding,
  machine: MachineBinding,
  passphraseKey: Uint8Array,
  shares: readonly HubShare[],
): { readonly header: VaultHeader; readonly binding: Binding } {
  const wanted: MachineBinding = {
    installation: binding.machine.installation ?? machine.installation,
    hardware: binding.machine.hardware ?? machine.hardware,
  };
  const same = wanted.installation === binding.machine.installation && wanted.hardware === binding.machine.hardware;
  if (header.v === formatVersion && same) return { header, binding };
  const { vaultKey, totpSecret, totpNext, generation } = openHeader(header, binding, passphraseKey, shares);
  const share = shares.find((held) => held.generation === generation);
  const next = vaultKey === null ? null : nextVaultKeyOf(header, binding, vaultKey);
  try {
    if (vaultKey === null || share === undefined || (header.totp !== null && totpSecret === null)) return { header, binding };
    const bound: Binding = { ...binding, machine: wanted };
    const made = makeHeader({ binding: bound, kdf: header.kdf, passphraseKey, share, vaultKey, totpSecret, totpNext });
    const anew: PresentHeader = { ...made, epoch: header.epoch, duress: header.v === formatVersion ? header.duress : made.duress };
    return { header: next === null ? anew : withRotation(anew, bound, vaultKey, next), binding: bound };
  } finally {
    purge(vaultKey, totpSecret, totpNext, next);
  }
}
