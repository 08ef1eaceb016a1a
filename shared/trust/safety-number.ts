import { Fingerprint, type PublicKey } from '@signalapp/libsignal-client';
import { utf8 } from './bytes.ts';

/** Iterations Signal uses for its own safety numbers. */
const iterations = 5200;

/**
 * The number both sides show at enrolment: sixty digits in twelve groups of five, made of the
 * device key and the organisation root. The same whichever side computes it.
 */
export function safetyNumber(deviceId: string, deviceKey: PublicKey, root: PublicKey): string {
  const digits = Fingerprint.new(iterations, 2, utf8(deviceId), deviceKey, utf8('organisation'), root)
    .displayableFingerprint()
    .toString();
  return (digits.match(/\d{5}/g) ?? []).join(' ');
}
