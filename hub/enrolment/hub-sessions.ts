import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import type { Audit, Tx } from '../ports.ts';
import type { FactorKind } from './second-factors.ts';

/** Milliseconds since a device was last heard, for which its agent counts as at work: a train goes through a tunnel. */
const stillThere = 10 * 60_000;

/** A session that was taken up again. */
export interface StandingSession {
  readonly until: number;
  readonly openedBy: FactorKind;
}

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
  async open(tx: Tx, deviceId: DeviceId, hours: number, openedBy: FactorKind): Promise<{ token: Bytes; until: number }> {
    await this.endOf(tx, deviceId);
    const token = bytes(randomBytes(32));
    const now = this.#clock.now();
    const until = now + hours * 3_600_000;
    await tx.insertInto('hub_sessions').values({ token_hash: digest(token), device_id: deviceId, opened_at: now, until, opened_by: openedBy, last_seen_at: now }).execute();
    await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'session.opened', subject: deviceId, detail: { by: openedBy } });
    return { token, until };
  }

  /** @returns null when it is unknown, of another device, or over. */
  async resume(tx: Tx, deviceId: DeviceId, token: Uint8Array): Promise<StandingSession | null> {
    const row = await this.#standing(tx, deviceId, token);
    if (!row) return null;
    await this.seen(tx, deviceId, this.#clock.now());
    return { until: row.until, openedBy: row.opened_by };
  }

  /** Until when the device's session lasts; null when it has none. */
  async until(tx: Tx, deviceId: DeviceId): Promise<number | null> {
    const row = await tx.selectFrom('hub_sessions').select('until').where('device_id', '=', deviceId).where('until', '>', this.#clock.now()).executeTakeFirst();
    return row?.until ?? null;
  }

  /** The device was heard, at `at`, on a connection that its session was open on. */
  async seen(tx: Tx, deviceId: DeviceId, at: number): Promise<void> {
    await tx.updateTable('hub_sessions').set({ last_seen_at: at }).where('device_id', '=', deviceId).where('last_seen_at', '<', at).execute();
  }

  /** Whether the session of this token still stands, and the device was heard within it less than so long ago; never, at 0. */
  async heardWithin(tx: Tx, deviceId: DeviceId, token: Uint8Array, milliseconds: number): Promise<boolean> {
    const row = await this.#standing(tx, deviceId, token);
    return row !== undefined && this.#clock.now() - row.last_seen_at < milliseconds;
  }

  /** What opened the device's session so short a time ago; null where none was. */
  async openedWithin(tx: Tx, deviceId: DeviceId, milliseconds: number): Promise<FactorKind | null> {
    const now = this.#clock.now();
    const row = await tx
      .selectFrom('hub_sessions')
      .select('opened_by')
      .where('device_id', '=', deviceId)
      .where('until', '>', now)
      .where('opened_at', '>=', now - milliseconds)
      .executeTakeFirst();
    return row?.opened_by ?? null;
  }

  /** Another authenticator was set up within the session: from here on it is as if that one had opened it. */
  async settle(tx: Tx, deviceId: DeviceId): Promise<void> {
    await tx.updateTable('hub_sessions').set({ opened_by: 'totp' }).where('device_id', '=', deviceId).execute();
  }

  /** Ids of the agents who are at work: with a session open on a device that was heard within the last minutes. */
  async atWork(tx: Tx): Promise<ReadonlySet<string>> {
    const now = this.#clock.now();
    const rows = await tx
      .selectFrom('hub_sessions')
      .innerJoin('devices', 'devices.id', 'hub_sessions.device_id')
      .select('devices.agent_id')
      .where('hub_sessions.until', '>', now)
      .where('hub_sessions.last_seen_at', '>', now - stillThere)
      .execute();
    return new Set(rows.map(({ agent_id }) => agent_id));
  }

  async endOf(tx: Tx, deviceId: DeviceId): Promise<void> {
    const { numDeletedRows } = await tx.deleteFrom('hub_sessions').where('device_id', '=', deviceId).executeTakeFirst();
    if (numDeletedRows > 0n) await this.#audit.append(tx, { actor: `device:${deviceId}`, action: 'session.ended', subject: deviceId });
  }

  #standing(tx: Tx, deviceId: DeviceId, token: Uint8Array) {
    return tx
      .selectFrom('hub_sessions')
      .select(['until', 'opened_by', 'last_seen_at'])
      .where('token_hash', '=', digest(token))
      .where('device_id', '=', deviceId)
      .where('until', '>', this.#clock.now())
      .executeTakeFirst();
  }
}

function digest(token: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
