import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import { acceptedPair, secretLength, type TotpTerms } from '../../shared/trust/totp.ts';
import type { Audit, Tx } from '../ports.ts';
import type { Failures } from './failures.ts';
import type { Policies } from './policies.ts';
import type { FactorKind, SecondFactors } from './second-factors.ts';
import type { Share, Shares } from './shares.ts';
import type { UnlockRecords, UnlockRow } from './unlock-records.ts';
import type { Verifiers } from './verifiers.ts';

/** An authenticator that is being set up. */
export interface NewAuthenticator {
  readonly secret: Uint8Array;
  /** Two consecutive codes, which prove that it holds the secret. */
  readonly first: string;
  readonly second: string;
  /** Digests of the recovery codes that go with it. */
  readonly recovery: readonly Uint8Array[];
}

/** What a device shows, and what is looked at together. */
interface Shown {
  /** Null where something else stands for it, which has been checked. */
  readonly code: string | null;
  readonly verifier: Uint8Array;
  readonly authenticator?: NewAuthenticator;
}

interface Taken {
  readonly row: UnlockRow;
  /** Null where no code was asked for. */
  readonly kind: FactorKind | null;
}

export interface Released {
  /** The newest first, and the one before while that is outstanding. */
  readonly shares: readonly Share[];
  readonly kind: FactorKind;
}

export interface CodeRooms {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly shares: Shares;
  readonly unlockRecords: UnlockRecords;
  readonly secondFactors: SecondFactors;
  readonly verifiers: Verifiers;
  readonly failures: Failures;
}

/**
 * The hub's checks of passphrase and second factor, the share they guard, and what replaces them. Every refusal is the
 * same to the device: wrong, late, spent or ended code, too early after a wrong one, wrong verifier, destroyed share.
 * Failures of all of them count together; at the policy's limit the share is destroyed.
 */
export class Codes {
  readonly #rooms: CodeRooms;

  constructor(rooms: CodeRooms) {
    this.#rooms = rooms;
  }

  /** The first authenticator of an approved device, which is active with it. Another one comes by `replaceAuthenticator`. */
  async activate(tx: Tx, deviceId: DeviceId, authenticator: NewAuthenticator): Promise<boolean> {
    const { audit, failures, policies, unlockRecords } = this.#rooms;
    const row = await unlockRecords.row(tx, deviceId);
    // The answer to an activation may have been lost: the same secret once more changes nothing.
    if (row?.totp) return this.#isPresent(row, authenticator.secret);
    if (!row || failures.tooEarlyToSetUp(row)) return false;
    const { policy } = await policies.current(tx);
    if (!(await this.#setUp(tx, row, authenticator, policy.totp))) {
      await failures.countSetUp(tx, row, policy.attemptLimit);
      return false;
    }
    await failures.endSetUp(tx, row);
    await tx.updateTable('devices').set({ state: 'active' }).where('id', '=', deviceId).where('state', '=', 'approved').execute();
    await audit.append(tx, { actor: `device:${deviceId}`, action: 'totp.activated', subject: deviceId });
    return true;
  }

  /** Checks code and verifier together, as `release` does; a right code is used up. @returns what kind of code it was; null when refused. */
  async check(tx: Tx, deviceId: DeviceId, code: string, verifier: Uint8Array): Promise<FactorKind | null> {
    return (await this.#taken(tx, deviceId, { code, verifier }))?.kind ?? null;
  }

  /**
   * Checks code and verifier together and hands out the share.
   * The hub may be without a verifier only where a lease is allowed: then the program on the device
   * has checked the passphrase; at lease zero nothing but the hub has.
   */
  async release(tx: Tx, deviceId: DeviceId, code: string, verifier: Uint8Array): Promise<Released | null> {
    const taken = await this.#taken(tx, deviceId, { code, verifier });
    return taken?.kind ? { shares: await this.#handedOut(tx, taken.row), kind: taken.kind } : null;
  }

  /**
   * The share against the passphrase alone, where a hub session that still stands takes the place of a code. Never once
   * the authenticator was ended: the session may be of who has it.
   */
  async releaseAgain(tx: Tx, deviceId: DeviceId, verifier: Uint8Array): Promise<readonly Share[] | null> {
    if ((await this.#rooms.unlockRecords.row(tx, deviceId))?.reset) return null;
    const taken = await this.#taken(tx, deviceId, { code: null, verifier });
    return taken ? this.#handedOut(tx, taken.row) : null;
  }

  /** The share for an approved device that has no TOTP secret yet: against its key's proof alone. */
  async firstShare(tx: Tx, deviceId: DeviceId): Promise<Share | null> {
    const row = await this.#rooms.unlockRecords.row(tx, deviceId);
    return row && !row.totp ? (this.#rooms.shares.of(row)[0] ?? null) : null;
  }

  /**
   * Another authenticator with its own recovery codes, in the place of the one that was: nothing of that one is taken any
   * more. The same secret once more changes nothing, since the answer may have been lost.
   * @param code null where the hub session says that none is needed.
   */
  async replaceAuthenticator(tx: Tx, deviceId: DeviceId, code: string | null, verifier: Uint8Array, authenticator: NewAuthenticator): Promise<boolean> {
    const { audit } = this.#rooms;
    if (await this.isPresent(tx, deviceId, authenticator.secret)) return true;
    if (!(await this.#taken(tx, deviceId, { code, verifier, authenticator }))) return false;
    await audit.append(tx, { actor: `device:${deviceId}`, action: 'totp.replaced', subject: deviceId });
    return true;
  }

  /** Whether this is the secret of the authenticator in use. */
  async isPresent(tx: Tx, deviceId: DeviceId, secret: Uint8Array): Promise<boolean> {
    const row = await this.#rooms.unlockRecords.row(tx, deviceId);
    return row !== undefined && !row.reset && this.#isPresent(row, secret);
  }

  /** Another set of recovery codes; the ones that were are not taken any more. */
  async replaceRecovery(tx: Tx, deviceId: DeviceId, code: string, verifier: Uint8Array, recovery: readonly Uint8Array[]): Promise<boolean> {
    const { audit, unlockRecords } = this.#rooms;
    if (!(await this.#taken(tx, deviceId, { code, verifier }))) return false;
    await unlockRecords.change(tx, deviceId, { recovery: unlockRecords.sealRecovery(deviceId, recovery) });
    await audit.append(tx, { actor: `device:${deviceId}`, action: 'recovery-codes.replaced', subject: deviceId });
    return true;
  }

  /**
   * From here on `next` is taken beside `verifier`, until one of them is used. The same once more changes nothing, since
   * the answer may have been lost.
   * @param code null within a hub session.
   */
  async replaceVerifier(tx: Tx, deviceId: DeviceId, code: string | null, verifier: Uint8Array, next: Uint8Array): Promise<boolean> {
    const { audit, failures, unlockRecords, verifiers } = this.#rooms;
    const row = await unlockRecords.row(tx, deviceId);
    if (row && !failures.tooEarly(row) && verifiers.areBoth(row, verifier, next)) return true;
    if (!(await this.#taken(tx, deviceId, { code, verifier }))) return false;
    await unlockRecords.change(tx, deviceId, verifiers.followed(deviceId, verifier, next));
    await audit.append(tx, { actor: `device:${deviceId}`, action: 'verifier.replaced', subject: deviceId });
    return true;
  }

  /**
   * Sets what codes are checked together with, as `Verifiers.set` does. Where it is set already, another one is a guess at the passphrase like any: it counts, and is
   * not looked at too early.
   * @returns whether this is the one now
   */
  async setVerifier(tx: Tx, deviceId: DeviceId, verifier: Uint8Array): Promise<boolean> {
    const { failures, policies, unlockRecords, verifiers } = this.#rooms;
    const row = await unlockRecords.row(tx, deviceId);
    const compared = row !== undefined && row.totp !== null && row.verifier !== null;
    if (compared && failures.tooEarly(row)) return false;
    if (await verifiers.set(tx, deviceId, verifier)) return true;
    if (compared) await failures.count(tx, row, (await policies.current(tx)).policy.attemptLimit);
    return false;
  }

  /** Whether a code of this kind that was right a moment ago still stands for its authenticator or its reset: IT may have reset it since. */
  async stillStands(tx: Tx, deviceId: DeviceId, kind: FactorKind): Promise<boolean> {
    const { unlockRecords } = this.#rooms;
    const row = await unlockRecords.row(tx, deviceId);
    if (!row) return false;
    const reset = unlockRecords.reset(row);
    return kind === 'reset' ? reset !== null && reset.codeDigest === null : reset === null;
  }

  /** How many recovery codes are left, and whether IT has ended the authenticator. */
  async standing(tx: Tx, deviceId: DeviceId): Promise<{ readonly recoveryCodesLeft: number; readonly authenticatorEnded: boolean }> {
    const { unlockRecords } = this.#rooms;
    const row = await unlockRecords.row(tx, deviceId);
    return row ? { recoveryCodesLeft: unlockRecords.recovery(row).length, authenticatorEnded: row.reset !== null } : { recoveryCodesLeft: 0, authenticatorEnded: false };
  }

  /** Looks at all that is shown, whatever of it is wrong, so that the time taken tells nothing about which it was. */
  async #taken(tx: Tx, deviceId: DeviceId, { code, verifier, authenticator }: Shown): Promise<Taken | null> {
    const { failures, policies, secondFactors, unlockRecords, verifiers } = this.#rooms;
    const row = await unlockRecords.row(tx, deviceId);
    if (!row?.totp || !row.share || failures.tooEarly(row)) return null;
    const { policy } = await policies.current(tx);
    const right = code === null ? { kind: null, spent: {} } : secondFactors.judge(row, code);
    // Where there is no code the verifier is all there is.
    const fit = verifiers.fit(row, verifier, code !== null && policy.offlineLeaseHours > 0);
    const setUp = authenticator ? this.#acceptable(row, authenticator, policy.totp) : null;
    if (!right || !fit || (authenticator && setUp === null)) {
      await failures.count(tx, row, policy.attemptLimit);
      return null;
    }
    await unlockRecords.change(tx, deviceId, { ...right.spent, ...verifiers.used(row, fit, verifier) });
    if (authenticator) await this.#setUp(tx, row, authenticator, policy.totp);
    // A passphrase alone says nothing of who has been guessing at codes.
    if (right.kind !== null) await failures.end(tx, row);
    if (right.kind === 'recovery' || right.kind === 'reset') {
      await this.#rooms.audit.append(tx, { actor: `device:${deviceId}`, action: 'one-time-code.spent', subject: deviceId, detail: { kind: right.kind } });
    }
    return { row, kind: right.kind };
  }

  /** @returns the step of the second code; null for a pair or a secret that will not do. One that IT has ended does not come back. */
  #acceptable(row: UnlockRow, { secret, first, second }: NewAuthenticator, terms: TotpTerms): number | null {
    if (secret.length !== secretLength || this.#isPresent(row, secret)) return null;
    return acceptedPair(secret, first, second, terms, this.#rooms.clock.now());
  }

  async #setUp(tx: Tx, row: UnlockRow, authenticator: NewAuthenticator, terms: TotpTerms): Promise<boolean> {
    const { unlockRecords } = this.#rooms;
    const step = this.#acceptable(row, authenticator, terms);
    if (step === null) return false;
    await unlockRecords.change(tx, row.device_id, {
      totp: unlockRecords.sealAuthenticator(row.device_id, authenticator.secret, terms),
      totp_step: step,
      recovery: unlockRecords.sealRecovery(row.device_id, authenticator.recovery),
      reset: null,
    });
    return true;
  }

  #isPresent(row: UnlockRow, secret: Uint8Array): boolean {
    const present = this.#rooms.unlockRecords.authenticator(row);
    return present !== null && sameSecret(present.secret, secret);
  }

  async #handedOut(tx: Tx, row: UnlockRow): Promise<Share[]> {
    const { audit, shares } = this.#rooms;
    await audit.append(tx, { actor: `device:${row.device_id}`, action: 'share.released', subject: row.device_id, detail: { generation: row.share_generation } });
    return shares.of(row);
  }
}
