import { createHmac, timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { deriveKey, OpenError, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { type Bytes, bytes, framed, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { HubShare } from '../device/lease.ts';
import { unknownMachine } from '../device/machine-id.ts';
import { PassphraseTerms } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';

/**
 * The vault header: the vault key, wrapped twice with AES-256-GCM. Inside under HKDF(device secret
 * || passphrase key), outside under HKDF(hub share); device id, machine and share generation are the
 * associated data. The whole is authenticated under the device secret, so that damage is told from
 * a wrong passphrase.
 */
const formatVersion = 1;
const outer = z.strictObject({ generation: z.number().int().min(1), sealed: z.base64().max(400) });

const Header = z.strictObject({
  v: z.literal(formatVersion),
  kdf: PassphraseTerms,
  epoch: z.number().int().min(0),
  /** HMAC of the machine's id: says that it is another machine, which a failed opening could not. */
  machine: z.base64().length(44),
  /** Newest first; the one before stays until the newest has opened. */
  wraps: z.array(outer).min(1).max(2),
  /** The TOTP secret, under device secret and passphrase; null where only the hub checks codes. */
  totp: z.base64().max(400).nullable(),
});
export type VaultHeader = z.infer<typeof Header>;
const HeaderFile = Header.extend({ mac: z.base64().length(44) });

export type HeaderProblem = 'vault-damaged' | 'vault-newer' | 'keychain-changed';
export class HeaderError extends SealdeskError<HeaderProblem> {}

const damaged = () =>
  new HeaderError(
    'vault-damaged',
    'The header of the vault on this laptop is missing, was changed or cut short, so the vault cannot be opened. Nothing was deleted. Restore the whole Sealdesk folder from a backup of this laptop, or ask your IT for a new invite.',
  );
const newer = () =>
  new HeaderError('vault-newer', 'The vault on this laptop was made by a newer version of Sealdesk. Nothing was changed. Install that version again, or a newer one.');
const otherMachine = () =>
  new HeaderError(
    'keychain-changed',
    'The vault in this folder was made on another computer, or the operating system was installed anew. Nothing was deleted. Open it where it was made, or ask your IT for a new invite for this laptop.',
  );

/** What device and machine bring to every opening. */
export interface Binding {
  /** 32 bytes. */
  readonly deviceSecret: Uint8Array;
  readonly deviceId: string;
  readonly machineId: string;
}

const noSalt = new Uint8Array();

function underDeviceSecret(binding: Binding, label: string, content: Uint8Array | string): Buffer {
  return createHmac('sha256', deriveKey(binding.deviceSecret, noSalt, `sealdesk header ${label}`)).update(framed(label, content)).digest();
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function text(value: unknown): string {
  const written = canonicalize(value);
  if (written === undefined) throw new TypeError('A header is JSON.');
  return written;
}

/** The text of the header's file. */
export function writeHeader(header: VaultHeader, binding: Binding): string {
  const checked = Header.parse(header);
  return text({ ...checked, mac: toBase64(underDeviceSecret(binding, 'file', text(checked))) });
}

/**
 * Reads and authenticates a header, and finds the machine it is bound to.
 *
 * @param file null when there is none.
 * @returns the header, and the binding with the machine id that it was made under: one made where
 *   the id was unknown stays bound to `unknown`.
 * @throws HeaderError
 */
export function readHeader(file: string | null, binding: Binding): { readonly header: VaultHeader; readonly binding: Binding } {
  if (file === null) throw damaged();
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch {
    throw damaged();
  }
  if (typeof value === 'object' && value !== null && 'v' in value && typeof value.v === 'number' && value.v > formatVersion) throw newer();
  const parsed = HeaderFile.safeParse(value);
  // One header has one text, so that no change of it goes unnoticed.
  if (!parsed.success || text(parsed.data) !== file) throw damaged();
  const { mac, ...header } = parsed.data;
  if (toBase64(fromBase64(mac)) !== mac || !sameBytes(fromBase64(mac), underDeviceSecret(binding, 'file', text(header)))) throw damaged();
  for (const machineId of new Set([binding.machineId, unknownMachine])) {
    const candidate = { ...binding, machineId };
    if (sameBytes(fromBase64(header.machine), underDeviceSecret(candidate, 'machine', machineId))) return { header, binding: candidate };
  }
  throw otherMachine();
}

function innerKey(binding: Binding, passphraseKey: Uint8Array, purpose: 'vault key' | 'totp' | 'verifier'): Bytes {
  const secret = bytes(Buffer.concat([binding.deviceSecret, passphraseKey]));
  const key = deriveKey(secret, noSalt, `sealdesk ${purpose}`);
  purge(secret);
  return key;
}

function innerContext(binding: Binding): Bytes {
  return framed('sealdesk vault key v1', binding.deviceId, binding.machineId);
}

function outerContext(binding: Binding, generation: number): Bytes {
  return framed('sealdesk wrapped vault key v1', binding.deviceId, binding.machineId, String(generation));
}

function totpContext(binding: Binding): Bytes {
  return framed('sealdesk totp v1', binding.deviceId, binding.machineId);
}

function outside(inner: Uint8Array, share: HubShare, binding: Binding): VaultHeader['wraps'][number] {
  const key = deriveKey(share.share, noSalt, 'sealdesk hub share');
  const sealed = toBase64(sealBytes(key, inner, outerContext(binding, share.generation)));
  purge(key);
  return { generation: share.generation, sealed };
}

/** What the hub compares at lease zero: proves device secret and passphrase, and tells neither. */
export function verifierOf(binding: Binding, passphraseKey: Uint8Array): Bytes {
  return innerKey(binding, passphraseKey, 'verifier');
}

/** A header for a new vault key. @param totpSecret null where only the hub is to check codes. */
export function makeHeader(parts: {
  readonly binding: Binding;
  readonly kdf: PassphraseTerms;
  readonly passphraseKey: Uint8Array;
  readonly share: HubShare;
  readonly vaultKey: Uint8Array;
  readonly totpSecret: Uint8Array | null;
}): VaultHeader {
  const { binding, kdf, passphraseKey, share, vaultKey, totpSecret } = parts;
  const vaultWrap = innerKey(binding, passphraseKey, 'vault key');
  const totpWrap = innerKey(binding, passphraseKey, 'totp');
  try {
    const inner = sealBytes(vaultWrap, vaultKey, innerContext(binding));
    return {
      v: formatVersion,
      kdf,
      epoch: 0,
      machine: toBase64(underDeviceSecret(binding, 'machine', binding.machineId)),
      wraps: [outside(inner, share, binding)],
      totp: totpSecret === null ? null : toBase64(sealBytes(totpWrap, totpSecret, totpContext(binding))),
    };
  } finally {
    purge(vaultWrap, totpWrap);
  }
}

/** Opens the outer wrap; null when the share is not the one it was made with. */
function openOuter(header: VaultHeader, binding: Binding, share: HubShare): Bytes | null {
  const wrap = header.wraps.find(({ generation }) => generation === share.generation);
  if (wrap === undefined) return null;
  const key = deriveKey(share.share, noSalt, 'sealdesk hub share');
  try {
    return openBytes(key, fromBase64(wrap.sealed), outerContext(binding, share.generation));
  } catch (error) {
    if (error instanceof OpenError) return null;
    throw error;
  } finally {
    purge(key);
  }
}

/** What device secret, passphrase and share open. `vaultKey` null: one of the three is wrong. */
export interface Opened {
  readonly vaultKey: Bytes | null;
  /** Null when the passphrase is wrong, or none is kept here. */
  readonly totpSecret: Bytes | null;
  /** Generation of the share that opened it. */
  readonly generation: number | null;
}

/** Tries the newest share first. Does the same work whichever part is wrong. */
export function openHeader(header: VaultHeader, binding: Binding, passphraseKey: Uint8Array, shares: readonly HubShare[]): Opened {
  const vaultWrap = innerKey(binding, passphraseKey, 'vault key');
  const totpWrap = innerKey(binding, passphraseKey, 'totp');
  try {
    let vaultKey: Bytes | null = null;
    let generation: number | null = null;
    for (const share of shares) {
      const inner = openOuter(header, binding, share);
      const opened = inner === null ? null : tryOpen(vaultWrap, inner, innerContext(binding));
      purge(inner);
      if (opened !== null && vaultKey === null) {
        vaultKey = opened;
        generation = share.generation;
      }
    }
    const totpSecret = header.totp === null ? null : tryOpen(totpWrap, fromBase64(header.totp), totpContext(binding));
    return { vaultKey, totpSecret, generation };
  } finally {
    purge(vaultWrap, totpWrap);
  }
}

function tryOpen(key: Uint8Array, sealed: Uint8Array, context: Uint8Array): Bytes | null {
  try {
    return openBytes(key, sealed, context);
  } catch (error) {
    if (error instanceof OpenError) return null;
    throw error;
  }
}

/** Whether this share opens the outer wrap; needs no passphrase. */
export function opensHeader(header: VaultHeader, binding: Binding, share: HubShare): boolean {
  const inner = openOuter(header, binding, share);
  purge(inner);
  return inner !== null;
}

/**
 * Adds a wrap under a new share, beside the one under the present share; needs no passphrase.
 * Null when the present share does not open the header.
 */
export function withNewShare(header: VaultHeader, binding: Binding, present: HubShare, next: HubShare): VaultHeader | null {
  const inner = openOuter(header, binding, present);
  if (inner === null) return null;
  try {
    const kept = header.wraps.filter(({ generation }) => generation === present.generation && generation !== next.generation);
    return { ...header, wraps: [outside(inner, next, binding), ...kept] };
  } finally {
    purge(inner);
  }
}

/** The vault has opened with this generation: the other wrap goes. */
export function withOnlyGeneration(header: VaultHeader, generation: number): VaultHeader {
  return { ...header, wraps: header.wraps.filter((wrap) => wrap.generation === generation) };
}
