import { readFileSync } from 'node:fs';
import { readDeviceItem } from '../../../main/device/device-item.ts';
import { readDeviceKey } from '../../../main/device/device-key.ts';
import { openKeychain } from '../../../main/device/keychain.ts';
import { readMachineBinding } from '../../../main/device/machine-binding.ts';
import { openProfile } from '../../../main/device/profile.ts';
import { openRecord } from '../../../main/device/record.ts';
import { readShareItem } from '../../../main/device/share-item.ts';
import { passphraseKey } from '../../../main/unlock/passphrase-key.ts';
import { openHeader, readHeader, verifierOf } from '../../../main/unlock/vault-header.ts';
import { fromBase64 } from '../../../shared/trust/bytes.ts';

/**
 * A program of its own: with profile folder, keychain and passphrase it works out every key there is, as the vault
 * process does, so that a test knows what to look for. The passphrase comes in by standard input; the keys go out as
 * hexadecimal numbers.
 */
const folder = process.argv[2];
if (folder === undefined) throw new Error('Which profile?');
const profile = openProfile(folder);
const keychain = await openKeychain(profile.id);
const item = await readDeviceItem(keychain);
const shares = (await readShareItem(keychain))?.shares.map(({ generation, share }) => ({ generation, share: fromBase64(share) })) ?? [];
const deviceKey = await readDeviceKey(keychain);
if (item === null || deviceKey === null) throw new Error('There is no such device in the keychain.');

const deviceSecret = fromBase64(item.secret);
const { deviceId } = openRecord(readFileSync(profile.record, 'utf8'), deviceSecret, profile.id).content;
const { header, binding } = readHeader(readFileSync(profile.header, 'utf8'), { deviceSecret, deviceId, machine: await readMachineBinding(), unknownHardware: 'allow' });
const key = await passphraseKey(readFileSync(0), header.kdf);
const { vaultKey, totpSecret } = openHeader(header, binding, key, shares);
if (vaultKey === null || totpSecret === null) throw new Error('The passphrase opens nothing.');

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
process.stdout.write(
  JSON.stringify({
    'vault key': hex(vaultKey),
    'passphrase key': hex(key),
    verifier: hex(verifierOf(binding, key)),
    'TOTP secret': hex(totpSecret),
    'device secret': hex(deviceSecret),
    'device key': hex(deviceKey.serialize()),
    ...Object.fromEntries(shares.map(({ generation, share }) => [`hub share ${generation}`, hex(share)])),
  }),
);
