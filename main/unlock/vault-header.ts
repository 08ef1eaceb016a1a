import { timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import type { CheckResult, Verdict } from '../../shared/domain/posture.ts';
import { deriveKey, OpenError, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { type Bytes, bytes, framed, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { HubShare } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { type Binding, boundOf, boundV1, damaged, HeaderError, judgeMachine, newer, sealBound, underDeviceSecret } from './header-binding.ts';
import { PassphraseTerms } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';

/**
 * The vault header: the vault key, wrapped twice with AES-256-GCM. Inside under HKDF(device secret
 * || passphrase key), outside under HKDF(hub share); device id, the installation's id, the hardware's
 * UUID and the share's generation are the associated data. The whole is authenticated under the device
 * secret, so that damage is told from a wrong passphrase.
 *
 * Version 1 knew the installation only. It still opens, and the unlock that opens it writes version 2.
 */
const formatVersion = 2;
const outer = z.strictObject({ generation: z.number().int().min(1), sealed: z.base64().max(400) });

const content = {
  kdf: PassphraseTerms,
  epoch: z.number().int().min(0),
  /** Newest first; the one before stays until the newest has opened. */
  wraps: z.array(outer).min(1).max(2),
  /** The TOTP secret, under device secret and passphrase; null where only the hub checks codes. */
  totp: z.base64().max(400).nullable(),
};
/** `machine`: HMAC of the installation's id: says that it is another machine, which a failed opening could not. */
const HeaderV1 = z.strictObject({ v: z.literal(1), machine: z.base64().length(44), ...content });
/** `bound`: what it is bound to, sealed under the device secret: it opens, or is refused in words, also where the hardware tells nothing. */
const HeaderV2 = z.strictObject({ v: z.literal(formatVersion), bound: z.base64().max(400), ...content });
const Header = z.discriminatedUnion('v', [HeaderV1, HeaderV2]);
export type VaultHeader = z.infer<typeof Header>;
const mac = { mac: z.base64().length(44) };
const HeaderFile = z.discriminatedUnion('v', [HeaderV1.extend(mac), HeaderV2.extend(mac)]);

export { type Binding, HeaderError };

/** What is brought to a header that is to be opened. */
export interface Presented extends Binding {
  /** What the policy says of a machine whose hardware UUID is not known. */
  readonly unknownHardware: Verdict;
}

const noSalt = new Uint8Array();

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
 * Reads and authenticates a header, and judges the machine it is read on.
 *
 * @param file null when there is none.
 * @returns the header, and the binding it was made under: an id that was unknown then is null in it.
 * @throws HeaderError
 */
export function readHeader(file: string | null, presented: Presented): { readonly header: VaultHeader; readonly binding: Binding } {
  const header = authentic(file, presented);
  const machine = boundTo(header, presented);
  judgeMachine(machine, presented.machine, presented.unknownHardware);
  return { header, binding: { deviceSecret: presented.deviceSecret, deviceId: presented.deviceId, machine } };
}

/** @throws HeaderError for anything but a header that `writeHeader` wrote under the same device secret. */
function authentic(file: string | null, presented: Binding): VaultHeader {
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
  const { mac: claimed, ...header } = parsed.data;
  if (toBase64(fromBase64(claimed)) !== claimed || !sameBytes(fromBase64(claimed), underDeviceSecret(presented, 'file', text(header)))) throw damaged();
  return header;
}

function boundTo(header: VaultHeader, presented: Binding): MachineBinding {
  switch (header.v) {
    case 1:
      return boundV1(fromBase64(header.machine), presented);
    case 2:
      return boundOf(fromBase64(header.bound), presented);
  }
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
    const bound = boundTo(authentic(file, presented), presented).hardware;
    if (bound === null || bound === hardware) return measured;
    return { state: 'failed', detail: 'The hardware UUID of this machine is not the one that its vault was made on.' };
  } catch (error) {
    // What is wrong with the header has a screen of its own.
    if (error instanceof HeaderError) return measured;
    throw error;
  }
}

function innerKey(binding: Binding, passphraseKey: Uint8Array, purpose: 'vault key' | 'totp' | 'verifier'): Bytes {
  const secret = bytes(Buffer.concat([binding.deviceSecret, passphraseKey]));
  const key = deriveKey(secret, noSalt, `sealdesk ${purpose}`);
  purge(secret);
  return key;
}

type Version = VaultHeader['v'];

/** Device and machine as associated data. An id is never the word `unknown`. */
function context(version: Version, label: string, { deviceId, machine }: Binding, ...more: readonly string[]): Bytes {
  const installation = machine.installation ?? 'unknown';
  switch (version) {
    case 1:
      return framed(`sealdesk ${label} v1`, deviceId, installation, ...more);
    case 2:
      return framed(`sealdesk ${label} v2`, deviceId, installation, machine.hardware ?? 'unknown', ...more);
  }
}

const innerContext = (version: Version, binding: Binding) => context(version, 'vault key', binding);
const totpContext = (version: Version, binding: Binding) => context(version, 'totp', binding);
const outerContext = (version: Version, binding: Binding, generation: number) => context(version, 'wrapped vault key', binding, String(generation));

function outside(version: Version, inner: Uint8Array, share: HubShare, binding: Binding): VaultHeader['wraps'][number] {
  const key = deriveKey(share.share, noSalt, 'sealdesk hub share');
  const sealed = toBase64(sealBytes(key, inner, outerContext(version, binding, share.generation)));
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
    const inner = sealBytes(vaultWrap, vaultKey, innerContext(formatVersion, binding));
    return {
      v: formatVersion,
      kdf,
      epoch: 0,
      bound: toBase64(sealBound(binding)),
      wraps: [outside(formatVersion, inner, share, binding)],
      totp: totpSecret === null ? null : toBase64(sealBytes(totpWrap, totpSecret, totpContext(formatVersion, binding))),
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
    return openBytes(key, fromBase64(wrap.sealed), outerContext(header.v, binding, share.generation));
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
      const opened = inner === null ? null : tryOpen(vaultWrap, inner, innerContext(header.v, binding));
      purge(inner);
      if (opened !== null && vaultKey === null) {
        vaultKey = opened;
        generation = share.generation;
      }
    }
    const totpSecret = header.totp === null ? null : tryOpen(totpWrap, fromBase64(header.totp), totpContext(header.v, binding));
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
    return { ...header, wraps: [outside(header.v, inner, next, binding), ...kept] };
  } finally {
    purge(inner);
  }
}

/** The vault has opened with this generation: the other wrap goes. */
export function withOnlyGeneration(header: VaultHeader, generation: number): VaultHeader {
  return { ...header, wraps: header.wraps.filter((wrap) => wrap.generation === generation) };
}

/**
 * The header as this machine wants it: of the present version, and bound also to what was not known
 * when it was made. What it is bound to already stays, known here or not. Everything inside is sealed
 * anew, so passphrase key and share must be those that open it; one text replaces the other, so that a
 * crash leaves one that opens with the same.
 *
 * @returns the same header and binding where there is nothing to do, or where they do not open it.
 */
export function boundAnew(
  header: VaultHeader,
  binding: Binding,
  machine: MachineBinding,
  passphraseKey: Uint8Array,
  shares: readonly HubShare[],
): { readonly header: VaultHeader; readonly binding: Binding } {
  const wanted: MachineBinding = {
    installation: binding.machine.installation ?? machine.installation,
    hardware: binding.machine.hardware ?? machine.hardware,
  };
  const same = wanted.installation === binding.machine.installation && wanted.hardware === binding.machine.hardware;
  if (header.v === formatVersion && same) return { header, binding };
  const { vaultKey, totpSecret, generation } = openHeader(header, binding, passphraseKey, shares);
  const share = shares.find((held) => held.generation === generation);
  try {
    if (vaultKey === null || share === undefined || (header.totp !== null && totpSecret === null)) return { header, binding };
    const bound: Binding = { ...binding, machine: wanted };
    const made = makeHeader({ binding: bound, kdf: header.kdf, passphraseKey, share, vaultKey, totpSecret });
    return { header: { ...made, epoch: header.epoch }, binding: bound };
  } finally {
    purge(vaultKey, totpSecret);
  }
}
