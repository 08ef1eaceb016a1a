import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { oneTimeCodePattern } from '../../shared/domain/typed-code.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import { oneTimeCodeDigest } from '../../shared/trust/one-time-code.ts';
import { acceptedStep } from '../../shared/trust/totp.ts';
import type { DeviceUnlockTable, HubSessionTable } from '../store/tables/trust.ts';
import type { UnlockChange, UnlockRecords } from './unlock-records.ts';

/** What kind of code was right. */
export type FactorKind = HubSessionTable['opened_by'];

export interface RightCode {
  readonly kind: FactorKind;
  /** What is written with whatever the code was good for: it is never right again. */
  readonly spent: UnlockChange;
}

/**
 * Judges what stands beside the passphrase: a code of the authenticator, one of the recovery codes, or the code of IT's
 * reset. A reset ends the first two, until another authenticator is set up.
 */
export class SecondFactors {
  readonly #records: UnlockRecords;
  readonly #clock: Clock;

  constructor(records: UnlockRecords, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  /** @returns null for one that is wrong, late, spent, ended or another device's. */
  judge(row: DeviceUnlockTable, code: string): RightCode | null {
    return oneTimeCodePattern.test(code) ? this.#oneTime(row, code) : this.#totp(row, code);
  }

  #totp(row: DeviceUnlockTable, code: string): RightCode | null {
    const authenticator = row.reset ? null : this.#records.authenticator(row);
    if (!authenticator) return null;
    const step = acceptedStep(authenticator.secret, code, authenticator.terms, this.#clock.now(), row.totp_step);
    return step === null ? null : { kind: 'totp', spent: { totp_step: step } };
  }

  #oneTime(row: DeviceUnlockTable, code: string): RightCode | null {
    const shown = oneTimeCodeDigest(row.device_id as DeviceId, code);
    return this.#resetCode(row, shown) ?? this.#recoveryCode(row, shown);
  }

  #resetCode(row: DeviceUnlockTable, shown: Uint8Array): RightCode | null {
    const reset = this.#records.reset(row);
    if (!reset || reset.codeDigest === null || this.#clock.now() >= reset.expiresAt) return null;
    if (!sameSecret(shown, fromBase64(reset.codeDigest))) return null;
    return { kind: 'reset', spent: { reset: this.#records.sealReset(row.device_id, { ...reset, codeDigest: null }) } };
  }

  #recoveryCode(row: DeviceUnlockTable, shown: Uint8Array): RightCode | null {
    const digests = row.reset ? [] : this.#records.recovery(row);
    // All are compared, so that the time taken does not tell which one it was.
    const same = digests.map((digest) => sameSecret(shown, digest));
    if (!same.includes(true)) return null;
    return { kind: 'recovery', spent: { recovery: this.#records.sealRecovery(row.device_id, digests.filter((_, n) => !same[n])) } };
  }
}
