import { randomBytes } from 'node:crypto';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { OpenedVault } from '../boundary/opened-vault.ts';
import { type Device, NotNow } from '../device/device.ts';
import type { HubShare } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import type { Confirmation } from './confirmation.ts';
import { damaged } from './header-binding.ts';
import { withPassphraseSide, withRotation } from './header-changes.ts';
import { replaceHeader } from './header-file.ts';
import { purge } from './secret-bytes.ts';
import type { UnlockedKeys } from './unlock.ts';
import { type PassphraseSide, sealPassphraseSide } from './vault-header.ts';

/**
 * Another vault key: the header holds both, then the database is encrypted under the next one, in one transaction, then
 * the header holds that alone. Killed anywhere, one of the two opens the database, and the header that is found has it.
 *
 * @param passphrase overwritten here. @param vault the open one.
 */
export async function rotateVaultKey(
  { device, confirmation, vault }: { readonly device: Device; readonly confirmation: Confirmation; readonly vault: OpenedVault },
  { passphrase, code }: { readonly passphrase: Uint8Array; readonly code: string },
): Promise<IpcOutput<'security.rotate-vault-key'>> {
  return confirmation.confirm(passphrase, code, null, async ({ header, binding, opened, passphraseKey, shares, machine }) => {
    // The one under way may be the database's: another one over it would lose that.
    if (header.rotation !== null) throw new NotNow('The vault key is being replaced already. Lock Sealdesk, unlock it, and try again.');
    const next = randomBytes(32);
    try {
      const side = sealPassphraseSide({ ...opened, binding, kdf: header.kdf, passphraseKey, vaultKey: next });
      replaceHeader(device, machine, (now) => withRotation(now, binding, opened.vaultKey, next));
      await vault.rekey(next);
      settle(device, machine, shares, side);
      return { kind: 'rotated' };
    } finally {
      purge(next);
    }
  });
}

/** The database is under the key of `side`, or, where that is null, under the one that it always was under. */
function settle(device: Device, machine: MachineBinding, shares: readonly HubShare[], side: PassphraseSide | null): void {
  const settled = replaceHeader(device, machine, (header, binding) => {
    const rotated = side === null ? header : withPassphraseSide(header, binding, shares, side);
    return rotated && { ...rotated, rotation: null };
  });
  if (!settled) throw damaged();
}

/**
 * Opens the vault. Where a rotation did not come to its end, whichever of the two keys opens the database wins, and the
 * header is settled.
 *
 * @param open as `OpenVault`, with the key.
 */
export async function openUnderEither(
  open: (key: Uint8Array) => Promise<OpenedVault>,
  { vaultKey, rotation, share }: Pick<UnlockedKeys, 'vaultKey' | 'rotation' | 'share'>,
  device: Device,
  machine: MachineBinding,
): Promise<OpenedVault> {
  if (rotation === null) return open(vaultKey);
  const present = await open(vaultKey).catch((error: unknown) => {
    // What a wrong key looks like; where it is damage, the other key meets it too.
    if (error instanceof SealdeskError && error.kind === 'vault-damaged') return null;
    throw error;
  });
  const vault = present ?? (await open(rotation.nextVaultKey));
  try {
    settle(device, machine, [share], present === null ? rotation.side : null);
    return vault;
  } catch (error) {
    await vault.close();
    throw error;
  }
}
