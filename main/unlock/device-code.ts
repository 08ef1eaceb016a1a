import type { Clock } from '../../shared/domain/clock.ts';
import { acceptedStep, stepSeconds, type TotpTerms } from '../../shared/trust/totp.ts';
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

export function currentStep(item: DeviceItem, clock: Clock): number {
  return Math.floor(trustedNow(item, clock) / 1000 / stepSeconds);
}
