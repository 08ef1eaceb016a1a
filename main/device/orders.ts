import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import type { CertifiedHub } from '../../shared/trust/hub-certificate.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Device } from './device.ts';
import { verifyByHub } from './hub-statements.ts';
import { type HubShare, judgeLease, renewLease } from './lease.ts';
import { removeShareItem } from './share-item.ts';
import { canBeNow, hearing, trustedNow } from './trusted-time.ts';

/**
 * What the hub tells a device, each statement checked before it changes anything: who it is, what
 * policy holds, that its time is over.
 */
type Told<C extends ControlToDevice['c']> = Extract<ControlToDevice, { c: C }>;

/** The hub sent something that is genuine in form and wrong in content; the link is closed. */
export class OrderRefused extends SealdeskError<'order-refused'> {
  constructor(message: string) {
    super('order-refused', message);
  }
}

/** Hub keys kept: statements made before a change of the hub's key still hold. */
const hubKeysKept = 3;

export class Orders {
  readonly #device: Device;
  readonly #clock: Clock;

  constructor(device: Device, clock: Clock) {
    this.#device = device;
    this.#clock = clock;
  }

  /**
   * The hub has proven itself: its keys, the root that certified it, and the lowest serial that will
   * be accepted from now on.
   *
   * @returns whether the organisation's root is another one now.
   */
  async meet({ certificate, root }: CertifiedHub): Promise<boolean> {
    const { record } = this.#device.present;
    const { hubKey, signalIdentity } = certificate.payload;
    const pinned = publicKeyText(root);
    const minimumSerial = Math.max(record.minimumSerial, certificate.payload.minimumSerial);
    const rotated = record.root !== pinned;
    if (!rotated && record.hubKeys[0] === hubKey && record.hubSignalIdentity === signalIdentity && record.minimumSerial === minimumSerial) return false;
    await this.#device.updateRecord((kept) => ({
      ...kept,
      root: pinned,
      minimumSerial,
      hubSignalIdentity: signalIdentity,
      hubKeys: [hubKey, ...kept.hubKeys.filter((key) => key !== hubKey)].slice(0, hubKeysKept),
    }));
    return rotated;
  }

  /** @param nonce this connection's. */
  async time(statement: SignedStatement, nonce: string): Promise<void> {
    const { record } = this.#device.present;
    const { payload } = verifyByHub('hub-time', statement, record.hubKeys, 'any');
    if (payload.deviceId !== record.deviceId || payload.nonce !== nonce) throw new OrderRefused('The hub’s time is not for this connection.');
    // Taken over, it would end every lease, or be more than a time can be a moment later.
    if (!canBeNow(payload.now)) throw new OrderRefused('The hub tells a time that it cannot be.');
    await this.#device.updateItem((item) => hearing(item, payload.now, this.#clock));
  }

  /** @param keep takes the first share, before the enrolment counts as approved. */
  async approved(told: Told<'enrol-approved'>, keep: (share: HubShare, lease: SignedStatement | null) => Promise<void>): Promise<void> {
    const { record, item } = this.#device.present;
    const now = trustedNow(item, this.#clock);
    const certificate = verifyByHub('device-certificate', told.certificate, record.hubKeys, now).payload;
    const key = publicKeyText((await this.#device.key()).getPublicKey());
    if (certificate.deviceId !== record.deviceId || certificate.deviceKey !== key) throw new OrderRefused('The certificate is for another device.');
    this.#checkPolicy(told.policy, true);
    await keep({ generation: told.shareGeneration, share: fromBase64(told.share) }, told.lease);
    await this.#device.updateRecord((kept) => ({ ...kept, stage: 'approved', inviteCode: null, certificate: told.certificate, policy: told.policy }));
  }

  /** @returns whether it is a newer policy. */
  async policy(statement: SignedStatement): Promise<boolean> {
    if (!this.#checkPolicy(statement, false)) return false;
    await this.#device.updateRecord((record) => ({ ...record, policy: statement }));
    return true;
  }

  /** @throws OrderRefused for a version older than the one that holds. */
  #checkPolicy(statement: SignedStatement, repeatAllowed: boolean): boolean {
    const { record, item } = this.#device.present;
    const next = verifyByHub('policy', statement, record.hubKeys, trustedNow(item, this.#clock)).payload;
    if (record.policy === null) return true;
    const held = verifyByHub('policy', record.policy, record.hubKeys, 'any').payload;
    if (next.version < held.version) throw new OrderRefused('The hub sent a policy older than the one in force.');
    return repeatAllowed || next.version > held.version;
  }

  /** A new lease and certificate; no lease: the share goes from the keychain. */
  async lease(told: Told<'lease'>): Promise<void> {
    const keychain = await this.#device.keychain();
    if (told.certificate !== null) await this.certificate(told.certificate);
    const { record, item } = this.#device.present;
    if (told.lease === null) await removeShareItem(keychain);
    else await renewLease({ keychain, clock: this.#clock, record, item }, told.lease);
  }

  /** A lease that comes with shares. @throws OrderRefused when it does not hold here, or is for none of them. */
  checkLease(lease: SignedStatement | null, shares: readonly HubShare[]): void {
    if (lease === null) return;
    const judged = judgeLease(lease, { ...this.#device.present, clock: this.#clock });
    if (judged === null || !shares.some(({ generation }) => generation === judged.generation)) throw new OrderRefused('The lease is not for this device and its share.');
  }

  /** A new certificate, for this device and this key. @throws OrderRefused, StatementError */
  async certificate(statement: SignedStatement): Promise<void> {
    const { record, item } = this.#device.present;
    if (record.certificate?.body === statement.body) return;
    const { payload } = verifyByHub('device-certificate', statement, record.hubKeys, trustedNow(item, this.#clock));
    const key = publicKeyText((await this.#device.key()).getPublicKey());
    if (payload.deviceId !== record.deviceId || payload.deviceKey !== key) throw new OrderRefused('The certificate is for another device.');
    await this.#device.updateRecord((kept) => ({ ...kept, certificate: statement }));
  }

  /**
   * The share goes at once, and with it the lease; reinstated, the next unlock gets one from the hub.
   *
   * @returns whether this device was suspended, reinstated, or what it was before.
   * @throws OrderRefused for a statement older than the one that holds: a reinstatement is not replayed.
   */
  async suspension(statement: SignedStatement): Promise<'suspended' | 'reinstated' | 'as-before'> {
    const { record } = this.#device.present;
    const { payload, serial } = verifyByHub('suspension', statement, record.hubKeys, 'any');
    const { deviceId, suspended, reason } = payload;
    if (deviceId !== record.deviceId) throw new OrderRefused('The suspension is for another device.');
    const held = record.suspension;
    if (held !== null && serial < held.serial) throw new OrderRefused('The hub sent a suspension older than the one that holds.');
    if (held !== null && serial === held.serial && suspended !== held.suspended) throw new OrderRefused('The hub sent two suspensions of one number.');
    // Also where it is known: a crash may have come between the record and the keychain.
    if (suspended) await removeShareItem(await this.#device.keychain());
    if (held?.serial === serial) return 'as-before';
    await this.#device.updateRecord((kept) => ({ ...kept, suspension: { serial, suspended, reason } }));
    if ((held?.suspended ?? false) === suspended) return 'as-before';
    return suspended ? 'suspended' : 'reinstated';
  }

  /**
   * IT has ended the authenticator. The share goes at once, and with it the lease: from here on an unlock needs the hub,
   * which takes the reset code alone. The code is the hub's to judge; of its digest nothing is kept here.
   *
   * @returns whether the authenticator was in use until now.
   * @throws OrderRefused for a statement older than the one that holds.
   */
  async totpReset(statement: SignedStatement): Promise<boolean> {
    const { record } = this.#device.present;
    // One whose code is not taken any more has ended the authenticator all the same.
    const { payload, serial } = verifyByHub('totp-reset', statement, record.hubKeys, 'any');
    if (payload.deviceId !== record.deviceId) throw new OrderRefused('The reset is for another device.');
    const held = record.totpReset;
    if (held !== null && serial < held.serial) throw new OrderRefused('The hub sent a reset older than the one that holds.');
    // Told once more after another authenticator was set up, it is of the one before.
    if (held?.serial === serial && !held.ended) return false;
    // Also where it is known: a crash may have come between the record and the keychain.
    await removeShareItem(await this.#device.keychain());
    if (held?.serial === serial) return false;
    await this.#device.updateRecord((kept) => ({ ...kept, totpReset: { serial, ended: true } }));
    return held?.ended !== true;
  }

  /** The share goes at once: from here on no passphrase opens the vault. */
  async revoked(statement: SignedStatement): Promise<void> {
    const { record } = this.#device.present;
    const { payload } = verifyByHub('revocation', statement, record.hubKeys, 'any');
    if (payload.deviceId !== record.deviceId) throw new OrderRefused('The revocation is for another device.');
    await removeShareItem(await this.#device.keychain());
    if (record.stage === 'revoked') return;
    await this.#device.updateRecord((kept) => ({ ...kept, stage: 'revoked', revocationReason: payload.reason }));
  }

  /** @returns the order's serial, for the receipt. */
  wipeOrder(statement: SignedStatement): number {
    const { record } = this.#device.present;
    const { payload, serial } = verifyByHub('wipe-order', statement, record.hubKeys, 'any');
    if (payload.deviceId !== record.deviceId) throw new OrderRefused('The wipe order is for another device.');
    return serial;
  }
}
