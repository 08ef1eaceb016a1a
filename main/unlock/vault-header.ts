import type { CheckResult, Verdict } from '../../shared/domain/posture.ts';
import { type Bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { HubShare } from '../device/lease.ts';
import { type Binding, HeaderError, judgeMachine, sealBound } from './header-binding.ts';
import { authenticHeader, boundTo, formatVersion, type PresentHeader, type VaultHeader, writeHeader } from './header-format.ts';
import { openInside, openOutside, sealInside, verifierOf, wrapOutside } from './header-keys.ts';
import { noDuress } from './duress.ts';
import type { PassphraseTerms } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';

/**
 * The vault header: the vault key, wrapped twice with AES-256-GCM. Inside under HKDF(device secret || passphrase key),
 * outside under HKDF(hub share). Here it is made, read and opened; header-changes.ts says how one follows from another.
 */
export { type Binding, HeaderError, type VaultHeader, verifierOf, writeHeader };

/** What is brought to a header that is to be opened. */
export interface Presented extends Binding {
  /** What the policy says of a machine whose hardware UUID is not known. */
  readonly unknownHardware: Verdict;
}

/**
 * Reads and authenticates a header, and judges the machine it is read on.
 *
 * @param file null when there is none.
 * @returns the header, and the binding it was made under: an id that was unknown then is null in it.
 * @throws HeaderError
 */
export function readHeader(file: string | null, presented: Presented): { readonly header: VaultHeader; readonly binding: Binding } {
  const header = authenticHeader(file, presented);
  const machine = boundTo(header, presented);
  judgeMachine(machine, presented.machine, presented.unknownHardware);
  return { header, binding: { deviceSecret: presented.deviceSecret, deviceId: presented.deviceId, machine } };
}

/**
 * The posture's check of the hardware, judged also by what the vault is bound to: main, which makes
 * the check, has no key to read that with.
 *
 * @param measured as main made it.
 * @param file the vault header; null before there is one.
 */
export function hardwareCheck(measured: CheckResult, file: string | null, presented: Binding): CheckResult {
  const { hardware } = presented.machine;
  if (file === null || hardware === null) return measured;
  try {
    const bound = boundTo(authenticHeader(file, presented), presented).hardware;
    if (bound === null || bound === hardware) return measured;
    return { state: 'failed', detail: 'The hardware UUID of this machine is not the one that its vault was made on.' };
  } catch (error) {
    // What is wrong with the header has a screen of its own.
    if (error instanceof HeaderError) return measured;
    throw error;
  }
}

/** What the passphrase seals: needs no share to be made, and is of no use without one. */
export interface PassphraseSide {
  readonly kdf: PassphraseTerms;
  /** The vault key, to be wrapped once more under a share. */
  readonly inner: Bytes;
  readonly totp: string | null;
  readonly totpNext: string | null;
}

export interface PassphraseSecrets {
  readonly binding: Binding;
  readonly kdf: PassphraseTerms;
  /** Of the passphrase under `kdf`. */
  readonly passphraseKey: Uint8Array;
  readonly vaultKey: Uint8Array;
  /** Null where only the hub is to check codes. */
  readonly totpSecret: Uint8Array | null;
  /** Of an authenticator that the hub may have taken; null for none. */
  readonly totpNext: Uint8Array | null;
}

/** The authenticators' secrets, as the header has them. */
export type SealedAuthenticators = Pick<PassphraseSide, 'totp' | 'totpNext'>;

export function sealAuthenticators({ binding, passphraseKey, totpSecret, totpNext }: Pick<PassphraseSecrets, 'binding' | 'passphraseKey' | 'totpSecret' | 'totpNext'>): SealedAuthenticators {
  const sealed = (purpose: 'totp' | 'totp next', secret: Uint8Array | null) => (secret === null ? null : toBase64(sealInside(binding, passphraseKey, purpose, secret)));
  return { totp: sealed('totp', totpSecret), totpNext: sealed('totp next', totpNext) };
}

export function sealPassphraseSide(parts: PassphraseSecrets): PassphraseSide {
  const { binding, kdf, passphraseKey, vaultKey } = parts;
  return { kdf, inner: sealInside(binding, passphraseKey, 'vault key', vaultKey), ...sealAuthenticators(parts) };
}

/** A header for a new vault key. @param parts as for `sealPassphraseSide`. */
export function makeHeader(parts: Omit<PassphraseSecrets, 'totpNext'> & { readonly totpNext?: Uint8Array | null; readonly share: HubShare }): PresentHeader {
  const { binding, share } = parts;
  const { kdf, inner, totp, totpNext } = sealPassphraseSide({ totpNext: null, ...parts });
  return {
    v: formatVersion,
    kdf,
    epoch: 0,
    bound: toBase64(sealBound(binding)),
    wraps: [wrapOutside(formatVersion, inner, share, binding)],
    totp,
    totpNext,
    duress: noDuress(kdf),
    rotation: null,
  };
}

/** What device secret, passphrase and share open; the caller overwrites it. `vaultKey` null: one of the three is wrong. */
export interface Opened {
  readonly vaultKey: Bytes | null;
  /** Null when the passphrase is wrong, or none is kept here. */
  readonly totpSecret: Bytes | null;
  /** Of another authenticator that the hub may have taken. */
  readonly totpNext: Bytes | null;
  /** Generation of the share that opened it. */
  readonly generation: number | null;
}

/** Tries the newest share first. Does the same work whichever part is wrong. */
export function openHeader(header: VaultHeader, binding: Binding, passphraseKey: Uint8Array, shares: readonly HubShare[]): Opened {
  const open = (purpose: 'vault key' | 'totp' | 'totp next', sealed: Uint8Array) => openInside(header.v, binding, passphraseKey, purpose, sealed);
  let vaultKey: Bytes | null = null;
  let generation: number | null = null;
  for (const share of shares) {
    const inner = openOutside(header, binding, share);
    const opened = inner === null ? null : open('vault key', inner);
    purge(inner);
    if (opened !== null && vaultKey === null) {
      vaultKey = opened;
      generation = share.generation;
    } else {
      purge(opened);
    }
  }
  const totpSecret = header.totp === null ? null : open('totp', fromBase64(header.totp));
  const sealedNext = header.v === formatVersion ? header.totpNext : null;
  const totpNext = sealedNext === null ? null : open('totp next', fromBase64(sealedNext));
  return { vaultKey, totpSecret, totpNext, generation };
}

/** Whether this share opens the outer wrap; needs no passphrase. */
export function opensHeader(header: VaultHeader, binding: Binding, share: HubShare): boolean {
  const inner = openOutside(header, binding, share);
  purge(inner);
  return inner !== null;
}
