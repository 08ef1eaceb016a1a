import { PrivateKey } from '@signalapp/libsignal-client';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { Keychain } from './keychain.ts';

const name = 'device-key';

/** The key that is this device; its private half lives in the keychain only. */
export async function makeDeviceKey(keychain: Keychain): Promise<PrivateKey> {
  const key = PrivateKey.generate();
  await keychain.write(name, toBase64(key.serialize()));
  return key;
}

/** Null when there is none, or when it cannot be read. */
export async function readDeviceKey(keychain: Keychain): Promise<PrivateKey | null> {
  const text = await keychain.read(name);
  if (text === null) return null;
  const raw = fromBase64(text);
  try {
    return PrivateKey.deserialize(raw);
  } catch {
    return null;
  } finally {
    raw.fill(0);
  }
}

export async function removeDeviceKey(keychain: Keychain): Promise<void> {
  await keychain.remove(name);
}
