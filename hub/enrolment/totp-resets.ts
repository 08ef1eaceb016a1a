import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { newOneTimeCode, oneTimeCodeDigest } from '../../shared/trust/one-time-code.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Audit, Tx } from '../ports.ts';
import { DeviceError, type DeviceRecords, stateOf } from './device-records.ts';
import { type StatementSigner, validity } from './statement-signer.ts';
import type { UnlockRecords } from './unlock-records.ts';

export interface TotpResetRooms {
  readonly audit: Audit;
  readonly clock: Clock;
  readonly records: DeviceRecords;
  readonly signer: StatementSigner;
  readonly unlockRecords: UnlockRecords;
}

/** IT's answer to a phone that was lost: ends an authenticator, and makes the one code that opens the way to another. */
export class TotpResets {
  readonly #rooms: TotpResetRooms;

  constructor(rooms: TotpResetRooms) {
    this.#rooms = rooms;
  }

  /**
   * Ends the authenticator of a device and its recovery codes, which may lie where the phone was. A reset before this one
   * ends too.
   * @returns the reset code, which is kept nowhere, and until when it is taken.
   * @throws DeviceError `device-unknown`, `device-suspended`, `device-not-approved`, `authenticator-not-set-up`, `share-destroyed`
   */
  async make(tx: Tx, actor: string, id: DeviceId, reason: string): Promise<{ readonly code: string; readonly expiresAt: number }> {
    const { audit, clock, records, signer, unlockRecords } = this.#rooms;
    const state = stateOf(await records.row(tx, id));
    if (state === 'suspended') throw new DeviceError('device-suspended', 'This device is suspended. Reinstate it first.');
    if (state !== 'active' && state !== 'approved') throw new DeviceError('device-not-approved', `This device is ${state}, not in use.`);
    const row = await unlockRecords.row(tx, id);
    if (!row?.totp) throw new DeviceError('authenticator-not-set-up', 'This device has no authenticator yet: its agent sets one up with the passphrase.');
    if (!row.share) throw new DeviceError('share-destroyed', 'After too many wrong tries nothing opens on this device any more. Revoke it, and invite the agent to enrol anew.');
    const code = newOneTimeCode();
    const codeDigest = toBase64(oneTimeCodeDigest(id, code));
    const expiresAt = clock.now() + validity.reset;
    const statement = await signer.sign(tx, 'totp-reset', { deviceId: id, codeDigest }, validity.reset);
    await unlockRecords.change(tx, id, { reset: unlockRecords.sealReset(id, { statement, reason, codeDigest, expiresAt }), recovery: null });
    await audit.append(tx, { actor, action: 'totp.reset', subject: id });
    return { code, expiresAt };
  }

  /** What the device is told until another authenticator is set up; null where nothing was ended. */
  async statement(tx: Tx, id: DeviceId): Promise<SignedStatement | null> {
    const row = await this.#rooms.unlockRecords.row(tx, id);
    return row ? (this.#rooms.unlockRecords.reset(row)?.statement ?? null) : null;
  }
}
