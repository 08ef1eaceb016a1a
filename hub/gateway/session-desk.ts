import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { StandingSession } from '../enrolment/hub-sessions.ts';
import type { Share } from '../enrolment/shares.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { freshly } from './fresh-code.ts';
import type { LiveDevice } from './live-device.ts';
import { postureTaken, refuseSession, whileActive } from './while-active.ts';

type Control<C extends ControlToHub['c']> = Extract<ControlToHub, { c: C }>;

/** What a device is told of a session that is open now. */
interface OpenSession extends StandingSession {
  readonly preKeysWanted: boolean;
  readonly recoveryCodesLeft: number;
}

/**
 * Hub sessions, shares, leases and certificates: all that opens a vault or keeps it usable. None of it is given on
 * a connection that has not reported its posture, nor while the policy refuses that posture.
 */
export class SessionDesk {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  async open(live: LiveDevice, { code, verifier }: Control<'session-open'>): Promise<void> {
    if (!postureTaken(live)) return;
    const fresh = live.freshCode;
    live.freshCode = null;
    const opened = await whileActive(this.#rooms, live, async (tx) => {
      const openedBy = (await freshly(this.#rooms, tx, live, fresh, code)) ?? (await this.#rooms.codes.check(tx, live.deviceId, code, fromBase64(verifier)));
      if (openedBy === null) return null;
      const { policy } = await this.#rooms.policies.current(tx);
      const { token, until } = await this.#rooms.hubSessions.open(tx, live.deviceId, policy.hubSessionHours, openedBy);
      return { token: toBase64(token), session: await this.#told(tx, live, { until, openedBy }) };
    });
    if (opened === 'not-active') return refuseSession(live, opened);
    if (opened === null) return live.send({ c: 'code-refused', for: 'session-open' });
    sessionOpened(live, opened.token, opened.session);
  }

  async resume(live: LiveDevice, { token }: Control<'session-resume'>): Promise<void> {
    if (!postureTaken(live)) return;
    const resumed = await whileActive(this.#rooms, live, async (tx) => {
      const standing = await this.#rooms.hubSessions.resume(tx, live.deviceId, fromBase64(token));
      return standing === null ? ('ended' as const) : this.#told(tx, live, standing);
    });
    if (typeof resumed === 'string') return refuseSession(live, resumed);
    sessionOpened(live, token, resumed);
  }

  async close(live: LiveDevice): Promise<void> {
    live.endSession();
    await this.#rooms.store.transaction().execute((tx) => this.#rooms.hubSessions.endOf(tx, live.deviceId));
  }

  async requestShare(live: LiveDevice, { code, verifier }: Control<'share-request'>): Promise<void> {
    if (!postureTaken(live)) return;
    const answer = await whileActive(this.#rooms, live, async (tx) => {
      const released = await this.#rooms.codes.release(tx, live.deviceId, code, fromBase64(verifier));
      return released ? { kind: released.kind, shares: onTheWire(released.shares), lease: await this.#rooms.devices.newLease(tx, live.deviceId) } : null;
    });
    if (answer === 'not-active') return refuseSession(live, answer);
    if (answer === null) return live.send({ c: 'code-refused', for: 'share-request' });
    const { kind, ...given } = answer;
    live.freshCode = { code, kind, at: this.#rooms.clock.now() };
    live.send({ c: 'share', ...given });
  }

  /**
   * The share after a short lock. Whether the lock was short is known from when the device was last heard within the
   * session, whatever it says itself. That the session is over is nobody's wrong try.
   */
  async requestShareAgain(live: LiveDevice, { token, verifier }: Control<'share-resume'>): Promise<void> {
    if (!postureTaken(live)) return;
    const { codes, devices, hubSessions, policies } = this.#rooms;
    const answer = await whileActive(this.#rooms, live, async (tx) => {
      const minutes = (await policies.current(tx)).policy.passphraseOnlyMinutes;
      if (!(await hubSessions.heardWithin(tx, live.deviceId, fromBase64(token), minutes * 60_000))) return null;
      const shares = await codes.releaseAgain(tx, live.deviceId, fromBase64(verifier));
      return shares ? { shares: onTheWire(shares), lease: await devices.newLease(tx, live.deviceId) } : null;
    });
    if (answer === 'not-active') return refuseSession(live, answer);
    if (answer === null) return live.send({ c: 'code-refused', for: 'share-resume' });
    live.send({ c: 'share', ...answer });
  }

  /** A certificate that has run out is renewed against the key's proof, a code and the verifier together: whoever has only the laptop gets nowhere. */
  async renew(live: LiveDevice, { code, verifier }: Control<'renew'>): Promise<void> {
    if (!postureTaken(live)) return;
    const answer = await whileActive(this.#rooms, live, async (tx) => {
      const released = await this.#rooms.codes.release(tx, live.deviceId, code, fromBase64(verifier));
      return released ? { kind: released.kind, shares: onTheWire(released.shares), ...(await this.#extended(tx, live)) } : null;
    });
    if (answer === 'not-active') return refuseSession(live, answer);
    if (answer === null) return live.send({ c: 'code-refused', for: 'renew' });
    const { kind, ...given } = answer;
    live.freshCode = { code, kind, at: this.#rooms.clock.now() };
    live.certificate = 'good';
    live.send({ c: 'renewed', ...given });
  }

  /** Only within a hub session, so that a locked laptop in a thief's hands runs out. */
  async renewLease(live: LiveDevice, { generation }: Control<'lease-renew'>): Promise<void> {
    if (!live.sessionLives(this.#rooms.clock.now())) return refuseSession(live, 'ended');
    const { shares, devices } = this.#rooms;
    const answer = await whileActive(this.#rooms, live, async (tx) => {
      await shares.opened(tx, live.deviceId, generation);
      const extended = await this.#extended(tx, live);
      const newer = await shares.renewed(tx, live.deviceId, generation);
      // Signed after the newer share was made, and for that one.
      return { extended, newer: newer.length === 0 ? null : { shares: onTheWire(newer), lease: await devices.newLease(tx, live.deviceId) } };
    });
    if (answer === 'not-active') return refuseSession(live, answer);
    live.certificate = 'good';
    live.send({ c: 'lease', ...answer.extended });
    if (answer.newer) live.send({ c: 'share', ...answer.newer });
  }

  async #told(tx: Tx, { deviceId }: LiveDevice, standing: StandingSession): Promise<OpenSession> {
    const { recoveryCodesLeft } = await this.#rooms.codes.standing(tx, deviceId);
    return { ...standing, preKeysWanted: !(await this.#rooms.mailboxes.hasSession(tx, deviceId)), recoveryCodesLeft };
  }

  async #extended(tx: Tx, { deviceId }: LiveDevice): Promise<{ lease: SignedStatement | null; certificate: SignedStatement }> {
    const { devices } = this.#rooms;
    return { lease: await devices.newLease(tx, deviceId), certificate: await devices.renewCertificate(tx, deviceId) };
  }
}

function sessionOpened(live: LiveDevice, token: string, { until, openedBy, preKeysWanted, recoveryCodesLeft }: OpenSession): void {
  const authenticatorEnded = openedBy === 'reset';
  live.beginSession(until, authenticatorEnded);
  live.send({ c: 'session-opened', token, until, preKeysWanted: preKeysWanted && !authenticatorEnded, recoveryCodesLeft, authenticatorEnded });
}

function onTheWire(shares: readonly Share[]): { generation: number; share: string }[] {
  return shares.map(({ generation, share }) => ({ generation, share: toBase64(share) }));
}
