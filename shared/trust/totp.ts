import { generateSync, generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import type { Policy } from '../domain/policy.ts';
import { type Bytes, bytes } from './bytes.ts';

/** TOTP (RFC 6238) through otplib. One step is 30 seconds; one step of skew is allowed on each side. */
export const stepSeconds = 30;
/** 160 bits, as RFC 4226 section 4 recommends. */
export const secretLength = 20;

export type TotpTerms = Policy['totp'];

const base32 = new ScureBase32Plugin();

/** The secret as authenticator apps take it: base32 (RFC 4648 section 6) without padding. */
export function secretText(secret: Uint8Array): string {
  return base32.encode(bytes(secret)).replace(/=+$/, '');
}

/** The `otpauth:` address that goes into the QR code. */
export function provisioningUri(secret: Uint8Array, terms: TotpTerms, issuer: string, account: string): string {
  return generateURI({ secret: secretText(secret), algorithm: terms.algorithm, digits: terms.digits, period: stepSeconds, issuer, label: account });
}

/**
 * Checks a code.
 *
 * @param now milliseconds since 1970, corrected for what is known of the clock.
 * @param after the newest step accepted before, or null; that step and any earlier one are refused,
 *   so that a code is never accepted twice (RFC 6238 section 5.2).
 * @returns the step the code belongs to, to be kept as the next `after`; null when the code is
 *   wrong, late or reused.
 */
export function acceptedStep(secret: Uint8Array, code: string, terms: TotpTerms, now: number, after: number | null): number | null {
  const newest = Math.floor(now / 1000 / stepSeconds) + 1;
  if (code.length !== terms.digits || !/^\d+$/.test(code) || (after !== null && after >= newest)) return null;
  const result = verifySync({
    secret: bytes(secret),
    token: code,
    algorithm: terms.algorithm,
    digits: terms.digits,
    period: stepSeconds,
    epoch: Math.floor(now / 1000),
    epochTolerance: stepSeconds,
    ...(after === null ? {} : { afterTimeStep: after }),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/**
 * Two consecutive codes, which prove that the authenticator holds the secret and keeps time.
 *
 * @returns the step of the second code, or null.
 */
export function acceptedPair(secret: Uint8Array, first: string, second: string, terms: TotpTerms, now: number): number | null {
  const newest = Math.floor(now / 1000 / stepSeconds) + 1;
  const oldest = newest - 3;
  for (let step = oldest; step < newest; step++) {
    if (codeAt(secret, terms, step) === first && codeAt(secret, terms, step + 1) === second) return step + 1;
  }
  return null;
}

/** The code of one step. For checking pairs and for tests; no interface of the product hands it out. */
export function codeAt(secret: Uint8Array, terms: TotpTerms, step: number): string {
  return generateSync({ secret: bytes(secret), algorithm: terms.algorithm, digits: terms.digits, period: stepSeconds, epoch: step * stepSeconds });
}

/** Reads what `secretText` wrote. */
export function secretFromText(text: string): Bytes {
  return bytes(base32.decode(text));
}
