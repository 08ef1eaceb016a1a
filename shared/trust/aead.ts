import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { SealdeskError } from '../domain/errors.ts';
import { type Bytes, bytes } from './bytes.ts';

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the result is nonce || ciphertext || tag.
 * One key seals at most 2^32 messages (SP 800-38D section 8.3); keys here seal far fewer.
 */
const nonceLength = 12;
const tagLength = 16;
/** What is taken at once, in bytes: beside what goes in and what comes out there is no third copy of something large. */
const step = 1024 * 1024;

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
  const sealed = new Uint8Array(nonceLength + plaintext.length + tagLength);
  sealed.set(nonce);
  through(cipher, plaintext, sealed.subarray(nonceLength));
  cipher.final();
  sealed.set(cipher.getAuthTag(), nonceLength + plaintext.length);
  return sealed;
}

/** @throws OpenError when key, data or associated data are not those it was sealed with. */
export function openBytes(key: Uint8Array | KeyObject, sealed: Uint8Array, associatedData: Uint8Array): Bytes {
  if (sealed.length < nonceLength + tagLength) throw new OpenError();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength));
  decipher.setAAD(associatedData);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  const body = sealed.subarray(nonceLength, sealed.length - tagLength);
  const opened = new Uint8Array(body.length);
  try {
    through(decipher, body, opened);
    // Before this nothing of it is anybody's: it has not been seen to be what was sealed.
    decipher.final();
  } catch (cause) {
    throw new OpenError({ cause });
  }
  return opened;
}

/** GCM gives as many bytes as it takes, and none at its end. */
function through(cipher: CipherGCM | DecipherGCM, from: Uint8Array, to: Uint8Array): void {
  for (let at = 0; at < from.length; at += step) to.set(cipher.update(from.subarray(at, at + step)), at);
}

/** HKDF-SHA-256 (RFC 5869). @param purpose distinct for each use of one secret. @returns 32 bytes. */
export function deriveKey(secret: Uint8Array, salt: Uint8Array, purpose: string): Bytes {
  return bytes(new Uint8Array(hkdfSync('sha256', secret, salt, purpose, 32)));
}
