import { deriveKey, OpenError, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { type Bytes, bytes, framed, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { HubShare } from '../device/lease.ts';
import type { Binding } from './header-binding.ts';
import { formatVersion, type HeaderVersion, type OuterWrap, type VaultHeader } from './header-format.ts';
import { purge } from './secret-bytes.ts';

/**
 * The keys of a vault header and what each of them seals, with AES-256-GCM. Device id, the installation's id, the
 * hardware's UUID and, outside, the share's generation are the associated data.
 */
const noSalt = new Uint8Array();

/** What device secret and passphrase key make together. */
export type InnerPurpose = 'vault key' | 'totp' | 'totp next' | 'verifier' | 'duress';

/** HKDF(device secret || passphrase key). @returns 32 bytes, which the caller overwrites. */
export function innerKey(binding: Binding, passphraseKey: Uint8Array, purpose: InnerPurpose): Bytes {
  const secret = bytes(Buffer.concat([binding.deviceSecret, passphraseKey]));
  const key = deriveKey(secret, noSalt, `sealdesk ${purpose}`);
  purge(secret);
  return key;
}

/** What the hub compares at lease zero: proves device secret and passphrase, and tells neither. */
export function verifierOf(binding: Binding, passphraseKey: Uint8Array): Bytes {
  return innerKey(binding, passphraseKey, 'verifier');
}

/** Device and machine as associated data. An id is never the word `unknown`. */
function context(version: HeaderVersion, label: string, { deviceId, machine }: Binding, ...more: readonly string[]): Bytes {
  const installation = machine.installation ?? 'unknown';
  switch (version) {
    case 1:
      return framed(`sealdesk ${label} v1`, deviceId, installation, ...more);
    case 2:
    case 3:
      return framed(`sealdesk ${label} v${version}`, deviceId, installation, machine.hardware ?? 'unknown', ...more);
  }
}

const outerContext = (version: HeaderVersion, binding: Binding, generation: number) => context(version, 'wrapped vault key', binding, String(generation));

/** Null when the key is another one, or what was sealed is. */
function tryOpen(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Bytes | null {
  try {
    return openBytes(key, sealed, associated);
  } catch (error) {
    if (error instanceof OpenError) return null;
    throw error;
  }
}

/** Seals under device secret and passphrase key. */
export function sealInside(binding: Binding, passphraseKey: Uint8Array, purpose: 'vault key' | 'totp' | 'totp next', plain: Uint8Array): Bytes {
  const key = innerKey(binding, passphraseKey, purpose);
  try {
    return sealBytes(key, plain, context(formatVersion, purpose, binding));
  } finally {
    purge(key);
  }
}

/** Null when device secret or passphrase is another one. */
export function openInside(version: HeaderVersion, binding: Binding, passphraseKey: Uint8Array, purpose: 'vault key' | 'totp' | 'totp next', sealed: Uint8Array): Bytes | null {
  const key = innerKey(binding, passphraseKey, purpose);
  try {
    return tryOpen(key, sealed, context(version, purpose, binding));
  } finally {
    purge(key);
  }
}

/** Wraps what `sealInside` sealed once more, under the hub share. */
export function wrapOutside(version: HeaderVersion, inner: Uint8Array, share: HubShare, binding: Binding): OuterWrap {
  const key = deriveKey(share.share, noSalt, 'sealdesk hub share');
  const sealed = toBase64(sealBytes(key, inner, outerContext(version, binding, share.generation)));
  purge(key);
  return { generation: share.generation, sealed };
}

/** Opens the outer wrap; null when the share is not the one it was made with. */
export function openOutside(header: VaultHeader, binding: Binding, share: HubShare): Bytes | null {
  const wrap = header.wraps.find(({ generation }) => generation === share.generation);
  if (wrap === undefined) return null;
  const key = deriveKey(share.share, noSalt, 'sealdesk hub share');
  try {
    return tryOpen(key, fromBase64(wrap.sealed), outerContext(header.v, binding, share.generation));
  } finally {
    purge(key);
  }
}

function rotationKey(vaultKey: Uint8Array): Bytes {
  return deriveKey(vaultKey, noSalt, 'sealdesk next vault key');
}

/** Seals the next vault key under the present one. */
export function sealNextVaultKey(binding: Binding, vaultKey: Uint8Array, next: Uint8Array): Bytes {
  const key = rotationKey(vaultKey);
  try {
    return sealBytes(key, next, context(formatVersion, 'next vault key', binding));
  } finally {
    purge(key);
  }
}

/** Null when the present vault key is another one. @returns 32 bytes, which the caller overwrites. */
export function openNextVaultKey(version: HeaderVersion, binding: Binding, vaultKey: Uint8Array, sealed: Uint8Array): Bytes | null {
  const key = rotationKey(vaultKey);
  try {
    return tryOpen(key, sealed, context(version, 'next vault key', binding));
  } finally {
    purge(key);
  }
}
