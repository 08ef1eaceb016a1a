import keytar from 'keytar';
import { openProfile } from '../../main/device/profile.ts';

/** What a profile has in the keychain, at one time or another. */
export const keychainItems = ['device', 'device-key', 'share', 'tombstone'] as const;

/**
 * Takes out of the keychain what a profile has in it, before its folder goes. A keyring is encrypted as a whole with every
 * write: what the tests before have left there makes each one after them slower.
 */
export async function emptyKeychain(folder: string): Promise<void> {
  const { id } = openProfile(folder);
  for (const name of keychainItems) await keytar.deletePassword('Sealdesk', `${id}:${name}`);
}
