import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { DeviceUnlockTable } from '../store/tables/trust.ts';

/**
 * A newer share is made when the newest is this old, in milliseconds: half a day, so that each working day begins with one.
 * A keychain and a vault header copied off a laptop then open nothing together with a header of another day. More often
 * would rewrite headers for nothing, and each new header is a moment in which a laptop can lose its power.
 */
export const shareAge = 12 * 3_600_000;

export interface Share {
  readonly share: Bytes;
  /** 1 at approval; grows by one with each newer share. */
  readonly generation: number;
}

/**
 * The generations of a device's share. A vault header opens with the newest or with the one before it, never with an
 * older one: a newer share is made only when the device has told that the newest opened its vault, and until it
 * has told that of the new one, both are kept and both are given out.
 */
export class Shares {
  readonly #envelope: Envelope;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(envelope: Envelope, audit: Audit, clock: Clock) {
    this.#envelope = envelope;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Newest first, with the one before while that is outstanding; empty when they were destroyed at the attempt limit. */
  of(row: Pick<DeviceUnlockTable, 'device_id' | 'share' | 'share_generation' | 'previous_share'>): Share[] {
    const { device_id, share, share_generation, previous_share } = row;
    if (!share) return [];
    const newest = { share: this.#open('share', device_id, share), generation: share_generation };
    return previous_share ? [newest, { share: this.#open('previous_share', device_id, previous_share), generation: share_generation - 1 }] : [newest];
  }

  /** The device's vault was last opened with this generation: when that is the newest, the one before is destroyed. */
  async opened(tx: Tx, deviceId: DeviceId, generation: number | null): Promise<void> {
    if (generation === null) return;
    const { numUpdatedRows } = await tx
      .updateTable('device_unlock')
      .set({ previous_share: null })
      .where('device_id', '=', deviceId)
      .where('share_generation', '=', generation)
      .where('previous_share', 'is not', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'share.opened', subject: deviceId, detail: { generation } });
  }

  /**
   * Makes a newer share when it is time for one.
   * @param generation what the device's vault was last opened with.
   * @returns what the device has to be given, newest first: also when it has a newer one already that has not opened its
   * vault yet, since that may never have arrived; empty when there is nothing to give.
   */
  async renewed(tx: Tx, deviceId: DeviceId, generation: number | null): Promise<Share[]> {
    const row = await tx.selectFrom('device_unlock').selectAll().where('device_id', '=', deviceId).executeTakeFirst();
    if (!row?.share) return [];
    // A hub restored from a backup does not have the share that the device has got since; its number is not given again.
    const unknown = generation !== null && generation > row.share_generation;
    if (!unknown && row.previous_share) return this.of(row);
    if (!unknown && this.#clock.now() - (row.share_made_at ?? 0) < shareAge) return [];
    const next = {
      share: this.#seal('share', deviceId, bytes(randomBytes(32))),
      share_generation: (unknown ? generation : row.share_generation) + 1,
      share_made_at: this.#clock.now(),
      previous_share: unknown ? null : this.#seal('previous_share', deviceId, this.#open('share', deviceId, row.share)),
    };
    await tx.updateTable('device_unlock').set(next).where('device_id', '=', deviceId).execute();
    await this.#audit.append(tx, { actor: 'hub', action: 'share.made', subject: deviceId, detail: { generation: next.share_generation } });
    return this.of({ ...row, ...next });
  }

  #seal(column: string, deviceId: string, share: Bytes): Uint8Array {
    return this.#envelope.sealSystem(`device_unlock.${column}:${deviceId}`, share);
  }

  #open(column: string, deviceId: string, sealed: Uint8Array): Bytes {
    return bytes(this.#envelope.openSystem(`device_unlock.${column}:${deviceId}`, sealed));
  }
}
