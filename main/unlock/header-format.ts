import { timingSafeEqual } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { type Binding, boundOf, boundV1, damaged, newer, underDeviceSecret } from './header-binding.ts';
import { PassphraseTerms } from './passphrase-key.ts';

/**
 * The text of a vault header: one text for one header, authenticated under the device secret, so that damage is told
 * from a wrong passphrase. What the sealed parts hold is the matter of header-keys.ts.
 *
 * Version 1 knew the installation only, version 2 nothing of duress and of another vault key. Both still open, and the
 * unlock that opens them writes version 3.
 */
export const formatVersion = 3;

const sealed = z.base64().max(400);
const thirtyTwoBytes = z.base64().length(44);

const content = {
  kdf: PassphraseTerms,
  epoch: z.number().int().min(0),
  /** Newest first; the one before stays until the newest has opened. */
  wraps: z.array(z.strictObject({ generation: z.number().int().min(1), sealed })).min(1).max(2),
  /** The TOTP secret, under device secret and passphrase; null where only the hub checks codes. */
  totp: sealed.nullable(),
};
/** What the duress passphrase comes to under terms of its own; of nobody's passphrase where there is none, so that the file does not tell. */
const Duress = z.strictObject({ kdf: PassphraseTerms, proof: thirtyTwoBytes });
export type Duress = z.infer<typeof Duress>;

/** `machine`: HMAC of the installation's id: says that it is another machine, which a failed opening could not. */
const HeaderV1 = z.strictObject({ v: z.literal(1), machine: thirtyTwoBytes, ...content });
/** `bound`: what it is bound to, sealed under the device secret: it opens, or is refused in words, also where the hardware tells nothing. */
const HeaderV2 = z.strictObject({ v: z.literal(2), bound: sealed, ...content });
const HeaderV3 = z.strictObject({
  v: z.literal(formatVersion),
  bound: sealed,
  ...content,
  /** The TOTP secret of another authenticator, sealed as `totp` is, while the hub has not said whether it took it. */
  totpNext: sealed.nullable(),
  duress: Duress,
  /** The next vault key, sealed under the present one, while the database may be under either; null when it is under the present one. */
  rotation: sealed.nullable(),
});
const Header = z.discriminatedUnion('v', [HeaderV1, HeaderV2, HeaderV3]);
export type VaultHeader = z.infer<typeof Header>;
/** As every unlock leaves it. */
export type PresentHeader = z.infer<typeof HeaderV3>;
export type HeaderVersion = VaultHeader['v'];
export type OuterWrap = VaultHeader['wraps'][number];

const mac = { mac: thirtyTwoBytes };
const HeaderFile = z.discriminatedUnion('v', [HeaderV1.extend(mac), HeaderV2.extend(mac), HeaderV3.extend(mac)]);

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

/** @throws HeaderError for anything but a header that `writeHeader` wrote under the same device secret. */
export function authenticHeader(file: string | null, presented: Binding): VaultHeader {
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

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The machine that a header is bound to. @throws HeaderError */
export function boundTo(header: VaultHeader, presented: Binding): MachineBinding {
  switch (header.v) {
    case 1:
      return boundV1(fromBase64(header.machine), presented);
    case 2:
    case 3:
      return boundOf(fromBase64(header.bound), presented);
  }
}
