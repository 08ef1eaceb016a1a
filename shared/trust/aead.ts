import { createCipheriv, createDecipheriv, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { SealdeskError } from '../domain/errors.ts';
import { type Bytes, bytes } from './bytes.ts';

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the result is nonce || ciphertext || tag.
 * One key seals at most 2^32 messages (SP 800-38D section 8.3); keys here seal far fewer.
 */
const nonceLength = 12;
const tagLength = 16;

export class OpenError extends SealdeskError<'wrong-key-or-damaged'> {
  constructor(options?: ErrorOptions) {
    super('wrong-key-or-damaged', 'The sealed data was made with another key or has been changed.', options);
  }
}

/**
 * @param key 32 bytes; as a `KeyObject` where it stays in memory anyway and is used often, since Node takes three times as long
 * to look at bytes. @param associatedData bound, not encrypted; the same is needed to open.
 */
export function sealBytes(key: Uint8Array | KeyObject, plaintext: Uint8Array, associatedData: Uint8Array): Bytes {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associatedData);
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return bytes(Buffer.concat([nonce, body, cipher.getAuthTag()]));
}

/** @throws OpenError when key, data or associated data are not those it was sealed with. */
export function openBytes(key: Uint8Array | KeyObject, sealed: Uint8Array, associatedData: Uint8Array): Bytes {
  if (sealed.length < nonceLength + tagLength) throw new OpenError();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
  decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    return bytes(Buffer.concat([decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength)), decipher.final()]));
  } catch (cause) {
    throw new OpenError({ cause });
  }
}

/** HKDF-SHA-256 (RFC 5869). @param purpose distinct for each use of one secret. @returns 32 bytes. */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, purpose: string): Bytes {
  return bytes(new Uint8Array(hkdfSync('sha256', secret, salt, purpose, 32)));
}
