import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import type { Audit, Tx } from '../ports.ts';

/**
 * Hub sessions: opened by a right code, bound to the device, until lock or the policy's hours. The
 * token is kept as a hash and looked up by it, so that there is nothing to compare in steps.
 */
export class HubSessions {
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(audit: Audit, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Ends the device's session before, if there is one: a device has at most one. */
  async open(tx: Tx, deviceId: DeviceId, hours: number): Promise<{ token: Bytes; until: number }> {
    await this.endOf(tx, deviceId);
    const token = bytes(randomBytes(32));
    const now = this.#clock.now();
    const until = now + hours * 3_600_000;
    await tx.insertInto('hub_sessions').values({ token_hash: digest(token), device_id: deviceId, opened_at: now, until }).execute();
    await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'session.opened', subject: deviceId });
    return { token, until };
  }

  /** @returns when the session ends; null when it is unknown, of another device, or over. */
  async resume(tx: Tx, deviceId: DeviceId, token: Uint8Array): Promise<number | null> {
    const row = await tx
      .selectFrom('hub_sessions')
      .select('until')
      .where('token_hash', '=', digest(token))
      .where('device_id', '=', deviceId)
      .where('until', '>', this.#clock.now())
      .executeTakeFirst();
    return row?.until ?? null;
  }

  /** Until when the device's session lasts; null when it has none. */
  async until(tx: Tx, deviceId: DeviceId): Promise<number | null> {
    const row = await tx.selectFrom('hub_sessions').select('until').where('device_id', '=', deviceId).where('until', '>', this.#clock.now()).executeTakeFirst();
    return row?.until ?? null;
  }

  async endOf(tx: Tx, deviceId: DeviceId): Promise<void> {
    const { numDeletedRows } = await tx.deleteFrom('hub_sessions').where('device_id', '=', deviceId).executeTakeFirst();
    if (numDeletedRows > 0n) await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'session.ended', subject: deviceId });
  }
}

function digest(token: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
