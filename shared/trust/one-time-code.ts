import { createHash, randomBytes } from 'node:crypto';
import type { DeviceId } from '../domain/ids.ts';
import { recoveryCodeCount } from '../domain/second-factor.ts';
import { type Bytes, bytes, framed, toBase64 } from './bytes.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** 80 random bits, five to a letter (`oneTimeCodePattern`). */
export function newOneTimeCode(): string {
  // 256 is a multiple of 32, so that every letter is as likely as any other.
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}

/** A set of recovery codes, all different. */
export function newRecoveryCodes(): readonly string[] {
  const codes = new Set<string>();
  while (codes.size < recoveryCodeCount) codes.add(newOneTimeCode());
  return [...codes];
}

/**
 * What is kept of a one-time code: SHA-256 over label, device and code. Its 80 random bits need no slow hash
 * (NIST SP 800-63B-4 section 3.1.2.2, look-up secrets); the device's id makes it worthless for any other.
 *
 * @returns 32 bytes.
 */
export function oneTimeCodeDigest(deviceId: DeviceId, code: string): Bytes {
  return bytes(createHash('sha256').update(framed('sealdesk one-time code v1', deviceId, code)).digest());
}

/** What the hub is given of a set of recovery codes, base64. */
export function recoveryDigests(deviceId: DeviceId, codes: readonly string[]): string[] {
  return codes.map((code) => toBase64(oneTimeCodeDigest(deviceId, code)));
}
