import type { ControlToDevice, ControlToHub } from '../../shared/contract/wire/index.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Share } from '../enrolment/shares.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';

type Control<C extends ControlToHub['c']> = Extract<ControlToHub, { c: C }>;
type Refused = Extract<ControlToDevice, { c: 'session-refused' }>['reason'];

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
    const fresh = live.freshCode !== null && sameSecret(Buffer.from(live.freshCode), Buffer.from(code));
    live.freshCode = null;
    const opened = await this.#forUser(live, async (tx) => {
      if (!fresh && !(await this.#rooms.codes.check(tx, live.deviceId, code, fromBase64(verifier)))) return null;
      const { policy } = await this.#rooms.policies.current(tx);
      const session = await this.#rooms.hubSessions.open(tx, live.deviceId, policy.hubSessionHours);
      return { ...session, preKeysWanted: !(await this.#rooms.mailboxes.hasSession(tx, live.deviceId)) };
    });
    if (opened === 'not-active') return refuse(live, opened);
    if (opened === null) return live.send({ c: 'code-refused', for: 'session-open' });
    live.endSession();
    live.sessionUntil = opened.until;
    live.send({ c: 'session-opened', token: toBase64(opened.token), until: opened.until, preKeysWanted: opened.preKeysWanted, recoveryCodesLeft: 0, authenticatorEnded: false });
  }

  async resume(live: LiveDevice, { token }: Control<'session-resume'>): Promise<void> {
    if (!postureTaken(live)) return;
    const resumed = await this.#forUser(live, async (tx) => {
      const until = await this.#rooms.hubSessions.resume(tx, live.deviceId, fromBase64(token));
      return until === null ? ('ended' as const) : { until, preKeysWanted: !(await this.#rooms.mailboxes.hasSession(tx, live.deviceId)) };
    });
    if (typeof resumed === 'string') return refuse(live, resumed);
    live.endSession();
    live.sessionUntil = resumed.until;
    live.send({ c: 'session-opened', token, until: resumed.until, preKeysWanted: resumed.preKeysWanted, recoveryCodesLeft: 0, authenticatorEnded: false });
  }

  async close(live: LiveDevice): Promise<void> {
    live.endSession();
    await this.#rooms.store.transaction().execute((tx) => this.#rooms.hubSessions.endOf(tx, live.deviceId));
  }

  async requestShare(live: LiveDevice, { code, verifier }: Control<'share-request'>): Promise<void> {
    if (!postureTaken(live)) return;
    const answer = await this.#forUser(live, async (tx) => {
      const shares = await this.#rooms.codes.release(tx, live.deviceId, code, fromBase64(verifier));
      return shares ? { shares: onTheWire(shares), lease: await this.#rooms.devices.newLease(tx, live.deviceId) } : null;
    });
    if (answer === 'not-active') return refuse(live, answer);
    if (answer === null) return live.send({ c: 'code-refused', for: 'share-request' });
    live.freshCode = code;
    live.send({ c: 'share', ...answer });
  }

  /** A certificate that has run out is renewed against the key's proof, a code and the verifier together: whoever has only the laptop gets nowhere. */
  async renew(live: LiveDevice, { code, verifier }: Control<'renew'>): Promise<void> {
    if (!postureTaken(live)) return;
    const answer = await this.#forUser(live, async (tx) => {
      const shares = await this.#rooms.codes.release(tx, live.deviceId, code, fromBase64(verifier));
      return shares ? { shares: onTheWire(shares), ...(await this.#extended(tx, live)) } : null;
    });
    if (answer === 'not-active') return refuse(live, answer);
    if (answer === null) return live.send({ c: 'code-refused', for: 'renew' });
    live.freshCode = code;
    live.certificate = 'good';
    live.send({ c: 'renewed', ...answer });
  }

  /** Only within a hub session, so that a locked laptop in a thief's hands runs out. */
  async renewLease(live: LiveDevice, { generation }: Control<'lease-renew'>): Promise<void> {
    if (!live.sessionLives(this.#rooms.clock.now())) return refuse(live, 'ended');
    const { shares, devices } = this.#rooms;
    const answer = await this.#forUser(live, async (tx) => {
      await shares.opened(tx, live.deviceId, generation);
      const extended = await this.#extended(tx, live);
      const newer = await shares.renewed(tx, live.deviceId, generation);
      // Signed after the newer share was made, and for that one.
      return { extended, newer: newer.length === 0 ? null : { shares: onTheWire(newer), lease: await devices.newLease(tx, live.deviceId) } };
    });
    if (answer === 'not-active') return refuse(live, answer);
    live.certificate = 'good';
    live.send({ c: 'lease', ...answer.extended });
    if (answer.newer) live.send({ c: 'share', ...answer.newer });
  }

  async #extended(tx: Tx, { deviceId }: LiveDevice): Promise<{ lease: SignedStatement | null; certificate: SignedStatement }> {
    const { devices } = this.#rooms;
    return { lease: await devices.newLease(tx, deviceId), certificate: await devices.renewCertificate(tx, deviceId) };
  }

  /** One transaction, in which device and agent are still active. */
  #forUser<T>(live: LiveDevice, work: (tx: Tx) => Promise<T>): Promise<T | 'not-active'> {
    return this.#rooms.store.transaction().execute(async (tx) => ((await userOf(tx, this.#rooms, live.deviceId)) ? work(tx) : 'not-active'));
  }
}

function postureTaken(live: LiveDevice): boolean {
  if (live.verdict !== null && live.verdict !== 'refuse') return true;
  refuse(live, 'posture');
  return false;
}

function refuse(live: LiveDevice, reason: Refused): void {
  live.send({ c: 'session-refused', reason });
}

function onTheWire(shares: readonly Share[]): { generation: number; share: string }[] {
  return shares.map(({ generation, share }) => ({ generation, share: toBase64(share) }));
}
