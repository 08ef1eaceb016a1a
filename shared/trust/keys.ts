import { createHash } from 'node:crypto';
import { PublicKey } from '@signalapp/libsignal-client';
import { fromBase64, toBase64 } from './bytes.ts';

/** Names a public key: see `KeyId`. */
export function keyId(key: PublicKey): string {
  return createHash('sha256').update(key.serialize()).digest('hex').slice(0, 32);
}

/** @throws when the text is not a serialised libsignal public key. */
export function publicKeyFrom(text: string): PublicKey {
  return PublicKey.deserialize(fromBase64(text));
}

export function publicKeyText(key: PublicKey): string {
  return toBase64(key.serialize());
}
