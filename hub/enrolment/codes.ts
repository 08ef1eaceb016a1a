import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { Policy } from '../../shared/domain/policy.ts';
import { fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import { acceptedPair, acceptedStep, secretLength } from '../../shared/trust/totp.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { DeviceUnlockTable } from '../store/tables/trust.ts';
import type { Policies } from './policies.ts';
import type { Share, Shares } from './shares.ts';

/** The terms are those of activation: a later policy does not change an authenticator that is set up. */
const TotpSecret = z.object({ secret: z.base64(), terms: Policy.shape.totp });

/** Seconds to wait after the n-th wrong try in a row: 0, 1, 2, 4 ... 300. */
export function delaySeconds(failures: number): number {
  return failures <= 1 ? 0 : Math.min(300, 2 ** (failures - 2));
}

/**
 * The hub's checks of the second factor, and the share they guard. Every refusal is the same to the
 * device: wrong, late or reused code, too early after a wrong one, wrong verifier, destroyed share.
 * Failures of both factors count together; at the policy's limit the share is destroyed.
 */
export class Codes {
  readonly #envelope: Envelope;
  readonly #audit: Audit;
  readonly #clock: Clock;
  readonly #policies: Policies;
  readonly #shares: Shares;

  constructor(envelope: Envelope, audit: Audit, clock: Clock, policies: Policies, shares: Shares) {
    this.#envelope = envelope;
    this.#audit = audit;
    this.#clock = clock;
    this.#policies = policies;
    this.#shares = shares;
  }

  /** Two consecutive codes prove that the authenticator holds the secret. Once only; IT's reset comes by another way. */
  async activate(tx: Tx, deviceId: DeviceId, secret: Uint8Array, first: string, second: string): Promise<boolean> {
    const row = await this.#row(tx, deviceId);
    // The answer to an activation may have been lost: the same secret once more changes nothing.
    if (row?.totp) return sameSecret(fromBase64(this.#totp(row.totp, deviceId).secret), secret);
    if (!row || secret.length !== secretLength || this.#tooEarly(row)) return false;
    const { policy } = await this.#policies.current(tx);
    const step = acceptedPair(secret, first, second, policy.totp, this.#clock.now());
    if (step === null) {
      await this.#fail(tx, row, policy.attemptLimit);
      return false;
    }
    const totp = this.#seal('totp', deviceId, utf8(JSON.stringify({ secret: toBase64(secret), terms: policy.totp })));
    await tx.updateTable('device_unlock').set({ totp, totp_step: step, failures: 0, retry_at: 0 }).where('device_id', '=', deviceId).execute();
    await tx.updateTable('devices').set({ state: 'active' }).where('id', '=', deviceId).where('state', '=', 'approved').execute();
    await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'totp.activated', subject: deviceId });
    return true;
  }

  /** Checks code and verifier together, as `release` does; a right code is used up. */
  async check(tx: Tx, deviceId: DeviceId, code: string, verifier: Uint8Array): Promise<boolean> {
    return (await this.#checked(tx, deviceId, code, verifier)) !== null;
  }

  /**
   * Checks code and verifier together and hands out the share: the newest first, and the one before while that is outstanding.
   * The hub may be without a verifier only where a lease is allowed: then the program on the device
   * has checked the passphrase; at lease zero nothing but the hub has.
   */
  async release(tx: Tx, deviceId: DeviceId, code: string, verifier: Uint8Array): Promise<Share[] | null> {
    const row = await this.#checked(tx, deviceId, code, verifier);
    if (!row) return null;
    await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'share.released', subject: deviceId, detail: { generation: row.share_generation } });
    return this.#shares.of(row);
  }

  /** The share for an approved device that has no TOTP secret yet: against its key's proof alone. */
  async firstShare(tx: Tx, deviceId: DeviceId): Promise<Share | null> {
    const row = await this.#row(tx, deviceId);
    return row && !row.totp ? (this.#shares.of(row)[0] ?? null) : null;
  }

  /**
   * Sets what codes are checked together with. Once the device is active, one that is set stays: who
   * has device key and code, but not the passphrase, must not put their own in its place.
   * @returns false when another one is set already, and for a device that is not in use.
   */
  async setVerifier(tx: Tx, deviceId: DeviceId, verifier: Uint8Array): Promise<boolean> {
    const row = await this.#row(tx, deviceId);
    if (!row) return false;
    if (row.totp && row.verifier) return sameSecret(digest(verifier), this.#open('verifier', deviceId, row.verifier));
    const sealed = this.#seal('verifier', deviceId, digest(verifier));
    await tx.updateTable('device_unlock').set({ verifier: sealed }).where('device_id', '=', deviceId).execute();
    return true;
  }

  async #checked(tx: Tx, deviceId: DeviceId, code: string, verifier: Uint8Array): Promise<DeviceUnlockTable | null> {
    const row = await this.#row(tx, deviceId);
    if (!row?.totp || !row.share || this.#tooEarly(row)) return null;
    const { policy } = await this.#policies.current(tx);
    const { secret, terms } = this.#totp(row.totp, deviceId);
    const step = acceptedStep(fromBase64(secret), code, terms, this.#clock.now(), row.totp_step);
    // Both are always looked at, so that the time taken tells nothing about which was wrong.
    const verified = this.#verifierFits(row, verifier, policy.offlineLeaseHours);
    if (step === null || !verified) {
      await this.#fail(tx, row, policy.attemptLimit);
      return null;
    }
    await tx.updateTable('device_unlock').set({ totp_step: step, failures: 0, retry_at: 0 }).where('device_id', '=', deviceId).execute();
    return row;
  }

  #verifierFits(row: DeviceUnlockTable, verifier: Uint8Array, leaseHours: number): boolean {
    if (!row.verifier) return leaseHours > 0;
    return sameSecret(digest(verifier), this.#open('verifier', row.device_id, row.verifier));
  }

  async #fail(tx: Tx, row: DeviceUnlockTable, limit: number): Promise<void> {
    const failures = row.failures + 1;
    const destroyed = failures >= limit && row.share !== null;
    await tx
      .updateTable('device_unlock')
      .set({
        failures,
        retry_at: this.#clock.now() + delaySeconds(failures) * 1000,
        ...(destroyed ? { share: null, previous_share: null } : {}),
      })
      .where('device_id', '=', row.device_id)
      .execute();
    const detail = { failures };
    await this.#audit.append(tx, { actor: `device:${row.device_id}`, action: 'code.refused', subject: row.device_id, detail });
    if (destroyed) await this.#audit.append(tx, { actor: 'hub', action: 'share.destroyed', subject: row.device_id, detail });
  }

  #totp(sealed: Uint8Array, deviceId: DeviceId): z.infer<typeof TotpSecret> {
    return TotpSecret.parse(JSON.parse(Buffer.from(this.#open('totp', deviceId, sealed)).toString('utf8')));
  }

  #tooEarly(row: DeviceUnlockTable): boolean {
    return this.#clock.now() < row.retry_at;
  }

  /** None for a suspended device: while it is, no code of it is looked at and no share handed out. */
  #row(tx: Tx, deviceId: DeviceId): Promise<DeviceUnlockTable | undefined> {
    return tx
      .selectFrom('device_unlock')
      .innerJoin('devices', 'devices.id', 'device_unlock.device_id')
      .selectAll('device_unlock')
      .where('device_unlock.device_id', '=', deviceId)
      .where('devices.suspended_at', 'is', null)
      .executeTakeFirst();
  }

  #seal(column: string, deviceId: string, plaintext: Uint8Array): Uint8Array {
    return this.#envelope.sealSystem(`device_unlock.${column}:${deviceId}`, plaintext);
  }

  #open(column: string, deviceId: string, sealed: Uint8Array): Uint8Array {
    return this.#envelope.openSystem(`device_unlock.${column}:${deviceId}`, sealed);
  }
}

function digest(value: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(value).digest());
}
