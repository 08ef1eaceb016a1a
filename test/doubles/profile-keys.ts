import { readFileSync } from 'node:fs';
import { readDeviceItem } from '../../main/device/device-item.ts';
import { readDeviceKey } from '../../main/device/device-key.ts';
import { openKeychain } from '../../main/device/keychain.ts';
import { type MachineBinding, readMachineBinding } from '../../main/device/machine-binding.ts';
import { openProfile } from '../../main/device/profile.ts';
import { openRecord } from '../../main/device/record.ts';
import { readShareItem } from '../../main/device/share-item.ts';
import { passphraseKey, type PassphraseTerms } from '../../main/unlock/passphrase-key.ts';
import { openHeader, readHeader, verifierOf } from '../../main/unlock/vault-header.ts';
import { type Bytes, fromBase64 } from '../../shared/trust/bytes.ts';

/** Every key of an enrolled profile within a lease. */
export interface ProfileKeys {
  readonly terms: PassphraseTerms;
  readonly keys: Readonly<Record<'vault key' | 'passphrase key' | 'verifier' | 'TOTP secret' | 'device secret' | 'device key', Bytes>>;
  readonly shares: readonly Bytes[];
}

/** Works them out from profile folder, keychain and passphrase with the product's own parts, as the vault process does. @param on the machine it is bound to; this one. */
export async function keysOfProfile(folder: string, passphrase: Uint8Array, on?: MachineBinding): Promise<ProfileKeys> {
  const profile = openProfile(folder);
  const keychain = await openKeychain(profile.id);
  const item = await readDeviceItem(keychain);
  const shares = (await readShareItem(keychain))?.shares.map(({ generation, share }) => ({ generation, share: fromBase64(share) })) ?? [];
  const deviceKey = await readDeviceKey(keychain);
  if (item === null || deviceKey === null) throw new Error('There is no such device in the keychain.');
  const deviceSecret = fromBase64(item.secret);
  const { deviceId } = openRecord(readFileSync(profile.record, 'utf8'), deviceSecret, profile.id).content;
  const presented = { deviceSecret, deviceId, machine: on ?? (await readMachineBinding()), unknownHardware: 'allow' } as const;
  const { header, binding } = readHeader(readFileSync(profile.header, 'utf8'), presented);
  const key = await passphraseKey(passphrase, header.kdf);
  const { vaultKey, totpSecret } = openHeader(header, binding, key, shares);
  if (vaultKey === null || totpSecret === null) throw new Error('The passphrase opens nothing.');
  return {
    terms: header.kdf,
    keys: { 'vault key': vaultKey, 'passphrase key': key, verifier: verifierOf(binding, key), 'TOTP secret': totpSecret, 'device secret': deviceSecret, 'device key': deviceKey.serialize() },
    shares: shares.map(({ share }) => share),
  };
}
