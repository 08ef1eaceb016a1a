import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import { acceptedStep, secretLength, stepSeconds, type TotpTerms } from '../../shared/trust/totp.ts';
import type { DeviceItem } from '../device/device-item.ts';
import { trustedNow } from '../device/trusted-time.ts';

/**
 * The device's own check of a code, in the hub's time; and, where this clock was found to differ from it, also as the
 * clock stands: it may have been set right since.
 *
 * @returns the code's step, or null when it is wrong, late or used.
 */
export function acceptedHere(secret: Uint8Array, code: string, terms: TotpTerms, item: DeviceItem, clock: Clock): number | null {
  const corrected = acceptedStep(secret, code, terms, trustedNow(item, clock), item.lastStep);
  if (corrected !== null || Math.abs(item.clockOffset) < (stepSeconds * 1000) / 2) return corrected;
  return acceptedStep(secret, code, terms, clock.now(), item.lastStep);
}

/** The secrets that a header holds: of the authenticator in use, and of another one that the hub may have taken. */
export interface HeldAuthenticators {
  readonly totpSecret: Uint8Array | null;
  readonly totpNext: Uint8Array | null;
}

/** A code as the device sees it: of which authenticator, and its step. */
export type SeenCode = { readonly of: 'present' | 'next'; readonly step: number } | { readonly of: null; readonly step: null };

/** Always computes the codes of two authenticators, with a secret of nobody's where one is not at hand. */
export function seenCode({ totpSecret, totpNext }: HeldAuthenticators, code: string, terms: TotpTerms, item: DeviceItem, clock: Clock): SeenCode {
  const stepOf = (secret: Uint8Array | null): number | null => {
    const step = acceptedHere(secret ?? randomBytes(secretLength), code, terms, item, clock);
    return secret === null ? null : step;
  };
  const [present, next] = [stepOf(totpSecret), stepOf(totpNext)];
  if (present !== null) return { of: 'present', step: present };
  return next === null ? { of: null, step: null } : { of: 'next', step: next };
}

/**
 * The hub has taken a code: the authenticator that it is of is the one in use, and the other is of no use any more. Of a
 * code that is of neither nothing follows.
 */
export function settledBy<T extends HeldAuthenticators>({ totpSecret, totpNext }: T, of: SeenCode['of']): Pick<T, keyof HeldAuthenticators> {
  switch (of) {
    case 'present':
      return { totpSecret, totpNext: null };
    case 'next':
      return { totpSecret: totpNext, totpNext: null };
    case null:
      return { totpSecret, totpNext };
  }
}

/** Milliseconds since 1970, in the hub's time: when the authenticator shows another code than the one used last; null when it does already. */
export function nextCodeTime(item: DeviceItem, clock: Clock): number | null {
  const present = currentStep(item, clock);
  // Of an authenticator whose clock is ahead the code of the next step may have been used.
  if (item.lastStep === null || item.lastStep < present || item.lastStep > present + 1) return null;
  return (item.lastStep + 1) * stepSeconds * 1000;
}

export function currentStep(item: DeviceItem, clock: Clock): number {
  return Math.floor(trustedNow(item, clock) / 1000 / stepSeconds);
}
