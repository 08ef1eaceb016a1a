import { randomBytes } from 'node:crypto';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import type { Binding } from './header-binding.ts';
import type { Duress } from './header-format.ts';
import { innerKey } from './header-keys.ts';
import { passphraseKey, type PassphraseTerms } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';

/**
 * The duress passphrase, as the vault header keeps it: HKDF(device secret || its Argon2id key). Its terms are its own,
 * because the passphrase gets a fresh salt when it is changed and dearer terms when the machine allows them, and at
 * neither moment is the duress passphrase at hand. A header without one holds random bytes in its place.
 */
const proofLength = 32;

const freshSalt = (like: PassphraseTerms): PassphraseTerms => ({ ...like, salt: toBase64(randomBytes(16)) });

/** What stands where there is no duress passphrase: no passphrase comes to it. */
export function noDuress(like: PassphraseTerms): Duress {
  return { kdf: freshSalt(like), proof: toBase64(randomBytes(proofLength)) };
}

/** @param like as in the header before, so that the terms do not tell whether one was set. @param passphrase the caller overwrites it. */
export async function duressOf(passphrase: Uint8Array, binding: Binding, like: PassphraseTerms): Promise<Duress> {
  const kdf = freshSalt(like);
  return { kdf, proof: toBase64(await proofOf(passphrase, binding, kdf)) };
}

/** Whether this is the duress passphrase; takes as long whatever it is. @param passphrase the caller overwrites it. */
export async function isDuress(passphrase: Uint8Array, binding: Binding, duress: Duress): Promise<boolean> {
  return sameSecret(await proofOf(passphrase, binding, duress.kdf), fromBase64(duress.proof));
}

async function proofOf(passphrase: Uint8Array, binding: Binding, kdf: PassphraseTerms): Promise<Uint8Array> {
  const key = await passphraseKey(passphrase, kdf);
  try {
    return innerKey(binding, key, 'duress');
  } finally {
    purge(key);
  }
}
