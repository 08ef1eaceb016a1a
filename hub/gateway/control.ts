import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { StatementError, verifyStatement } from '../../shared/trust/statement.ts';
import { DeviceError, type KnownDevice } from '../enrolment/devices.ts';
import { agentsEvent } from '../people/agents-event.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { RatchetError } from '../signal/ratchet.ts';
import type { LiveDevice } from './live-device.ts';
import type { Standing } from './standing.ts';

type Control<C extends ControlToHub['c']> = Extract<ControlToHub, { c: C }>;

/** Which control messages are served in which standing; whatever is not named here is not served. */
const served: Readonly<Record<Standing['kind'], readonly ControlToHub['c'][]>> = {
  unknown: ['enrol'],
  pending: ['enrol'],
  denied: [],
  approved: ['enrol', 'totp-activate', 'verifier-set'],
  active: ['totp-activate', 'session-open', 'session-resume', 'session-close', 'share-request', 'verifier-set', 'lease-renew', 'prekeys', 'session-reset'],
  expired: ['lease-renew'],
  revoked: ['wiped'],
  wiped: ['wiped'],
};

/** What the gateway does around the control messages. */
export interface ControlPort {
  /** Reads the standing anew and tells the device what follows from it. */
  recheck(live: LiveDevice): Promise<void>;
  /** Mail may be written. */
  pump(live: LiveDevice): void;
  /** Whether this address may try another invite. */
  mayEnrol(live: LiveDevice): boolean;
  /** Counts against this address. */
  inviteRefused(live: LiveDevice): void;
}

/** Serves control messages: each in one transaction, and the answer goes out after the commit. */
export class ControlDesk {
  readonly #rooms: Rooms;
  readonly #port: ControlPort;

  constructor(rooms: Rooms, port: ControlPort) {
    this.#rooms = rooms;
    this.#port = port;
  }

  async serve(live: LiveDevice, message: ControlToHub): Promise<void> {
    if (!served[live.standing.kind].includes(message.c)) {
      // What opens a session has an answer of its own, so that the device can show it.
      if (message.c === 'session-open' || message.c === 'session-resume') live.send({ c: 'session-refused', reason: 'not-active' });
      else live.connection.refuse('denied');
      return;
    }
    switch (message.c) {
      case 'enrol':
        return this.#enrol(live, message);
      case 'totp-activate':
        return this.#activate(live, message);
      case 'session-open':
        return this.#openSession(live, message);
      case 'session-resume':
        return this.#resumeSession(live, message);
      case 'session-close':
        return this.#closeSession(live);
      case 'share-request':
        return this.#requestShare(live, message);
      case 'verifier-set':
        return this.#setVerifier(live, message);
      case 'lease-renew':
        return this.#renewLease(live);
      case 'prekeys':
        return this.#takePreKeys(live, message);
      case 'session-reset':
        return this.#resetSession(live);
      case 'wiped':
        return this.#wiped(live, message);
    }
  }

  async #enrol(live: LiveDevice, { inviteCode, deviceName, posture }: Control<'enrol'>): Promise<void> {
    // The answer before may have been lost: the device asks again with an invite that is used up.
    if (live.standing.kind !== 'unknown') {
      live.send({ c: 'enrol-pending' });
      return this.#port.recheck(live);
    }
    if (!this.#port.mayEnrol(live)) return live.connection.refuse('too-many');
    const key = live.connection.peer?.key;
    if (!key) return live.connection.refuse('frame');
    const taken = await this.#tx((tx) => this.#rooms.devices.enrol(tx, live.deviceId, key, inviteCode, deviceName, posture));
    if (!taken) {
      this.#port.inviteRefused(live);
      live.send({ c: 'enrol-refused', reason: 'invite-refused' });
      return live.connection.end();
    }
    live.send({ c: 'enrol-pending' });
    return this.#port.recheck(live);
  }

  async #activate(live: LiveDevice, { secret, first, second }: Control<'totp-activate'>): Promise<void> {
    const right = await this.#tx((tx) => this.#rooms.codes.activate(tx, live.deviceId, fromBase64(secret), first, second));
    if (!right) return live.send({ c: 'code-refused', for: 'totp-activate' });
    // Activated before: then the secret was compared, and no code was looked at.
    live.freshCode = live.standing.kind === 'approved' ? second : null;
    live.send({ c: 'totp-activated' });
    return this.#port.recheck(live);
  }

  async #openSession(live: LiveDevice, { code, verifier }: Control<'session-open'>): Promise<void> {
    const fresh = live.freshCode !== null && sameSecret(Buffer.from(live.freshCode), Buffer.from(code));
    live.freshCode = null;
    const opened = await this.#tx(async (tx) => {
      if ((await this.#activeAgent(tx, live)) === null) return 'not-active' as const;
      if (!fresh && !(await this.#rooms.codes.check(tx, live.deviceId, code, fromBase64(verifier)))) return 'code-refused' as const;
      const { policy } = await this.#rooms.policies.current(tx);
      const session = await this.#rooms.hubSessions.open(tx, live.deviceId, policy.hubSessionHours);
      return { ...session, preKeysWanted: !(await this.#rooms.mailboxes.hasSession(tx, live.deviceId)) };
    });
    if (opened === 'not-active') return live.send({ c: 'session-refused', reason: 'not-active' });
    if (opened === 'code-refused') return live.send({ c: 'code-refused', for: 'session-open' });
    live.endSession();
    live.sessionUntil = opened.until;
    live.send({ c: 'session-opened', token: toBase64(opened.token), until: opened.until, preKeysWanted: opened.preKeysWanted });
  }

  async #resumeSession(live: LiveDevice, { token }: Control<'session-resume'>): Promise<void> {
    const resumed = await this.#tx(async (tx) => {
      if ((await this.#activeAgent(tx, live)) === null) return 'not-active' as const;
      const until = await this.#rooms.hubSessions.resume(tx, live.deviceId, fromBase64(token));
      return until === null ? ('ended' as const) : { until, preKeysWanted: !(await this.#rooms.mailboxes.hasSession(tx, live.deviceId)) };
    });
    if (typeof resumed === 'string') return live.send({ c: 'session-refused', reason: resumed });
    live.endSession();
    live.sessionUntil = resumed.until;
    live.send({ c: 'session-opened', token, until: resumed.until, preKeysWanted: resumed.preKeysWanted });
  }

  async #closeSession(live: LiveDevice): Promise<void> {
    live.endSession();
    await this.#tx((tx) => this.#rooms.hubSessions.endOf(tx, live.deviceId));
  }

  async #requestShare(live: LiveDevice, { code, verifier }: Control<'share-request'>): Promise<void> {
    const answer = await this.#tx(async (tx) => {
      if ((await this.#activeAgent(tx, live)) === null) return 'not-active' as const;
      const share = await this.#rooms.codes.release(tx, live.deviceId, code, fromBase64(verifier));
      return share ? { share, lease: await this.#rooms.devices.newLease(tx, live.deviceId) } : null;
    });
    if (answer === 'not-active') return live.send({ c: 'session-refused', reason: 'not-active' });
    if (answer === null) return live.send({ c: 'code-refused', for: 'share-request' });
    live.freshCode = code;
    live.send({ c: 'share', share: toBase64(answer.share.share), shareGeneration: answer.share.generation, lease: answer.lease });
  }

  async #setVerifier(live: LiveDevice, { verifier }: Control<'verifier-set'>): Promise<void> {
    const allowed = live.standing.kind === 'approved' || live.freshCode !== null || this.#sessionLives(live);
    if (!allowed) return live.connection.refuse('denied');
    const kept = await this.#tx((tx) => this.#rooms.codes.setVerifier(tx, live.deviceId, fromBase64(verifier)));
    if (!kept) live.connection.refuse('denied');
  }

  /**
   * A longer lease needs a hub session, so that a locked laptop in a thief's hands runs out; without
   * one the present lease comes back. The certificate is renewed against the key's proof alone: it
   * opens nothing by itself.
   */
  async #renewLease(live: LiveDevice): Promise<void> {
    const answer = await this.#tx(async (tx) => {
      if ((await this.#activeAgent(tx, live)) === null) return null;
      const lease = this.#sessionLives(live) ? await this.#rooms.devices.newLease(tx, live.deviceId) : await this.#rooms.devices.lease(tx, live.deviceId);
      return { lease, certificate: await this.#rooms.devices.renewCertificate(tx, live.deviceId) };
    });
    if (!answer) return live.send({ c: 'session-refused', reason: 'not-active' });
    live.send({ c: 'lease', ...answer });
    if (live.standing.kind === 'expired') live.standing = { kind: 'active', device: live.standing.device };
  }

  async #takePreKeys(live: LiveDevice, { preKeys, epoch }: Control<'prekeys'>): Promise<void> {
    if (!this.#sessionLives(live)) return live.send({ c: 'session-refused', reason: 'ended' });
    const device = this.#device(live);
    const identity = device ? certifiedIdentity(device, preKeys.identity, epoch) : null;
    if (!device || !identity) return live.connection.refuse('proof');
    try {
      const started = await this.#tx(async (tx) => {
        // An older epoch is a vault restored from a copy that does not know it yet.
        if (epoch < (await this.#rooms.mailboxes.epoch(tx, device.id))) return false;
        await this.#rooms.mailboxes.start(tx, device.id, identity, epoch, preKeys, [agentsEvent(await this.#rooms.agents.active(tx))]);
        await this.#rooms.audit.append(tx, { actor: `device:${device.id}`, action: 'signal-session.started', subject: device.id, detail: { epoch } });
        return true;
      });
      if (!started) return live.connection.refuse('proof');
    } catch (error) {
      if (!(error instanceof RatchetError)) throw error;
      return live.connection.refuse('proof');
    }
    // The mailbox holds nothing but this session's first mail: there is nothing to wait for.
    live.sentSeq = 0;
    this.#port.pump(live);
  }

  async #resetSession(live: LiveDevice): Promise<void> {
    if (!this.#sessionLives(live)) return live.send({ c: 'session-refused', reason: 'ended' });
    live.sentSeq = null;
    await this.#tx((tx) => this.#rooms.mailboxes.discard(tx, live.deviceId));
    live.send({ c: 'prekeys-wanted' });
  }

  async #wiped(live: LiveDevice, { receipt }: Control<'wiped'>): Promise<void> {
    const device = this.#device(live);
    if (!device) return live.connection.refuse('denied');
    try {
      if (device.state !== 'wiped') await this.#tx((tx) => this.#rooms.devices.wiped(tx, device, receipt));
    } catch (error) {
      if (!(error instanceof DeviceError || error instanceof StatementError)) throw error;
      return live.connection.refuse('proof');
    }
    // An orderly end tells the device that its receipt was taken.
    live.connection.end();
  }

  #sessionLives(live: LiveDevice): boolean {
    return live.sessionUntil !== null && live.sessionUntil > this.#rooms.clock.now();
  }

  #device(live: LiveDevice): KnownDevice | null {
    return live.standing.kind === 'unknown' ? null : live.standing.device;
  }

  async #activeAgent(tx: Tx, live: LiveDevice): Promise<Agent | null> {
    const device = await this.#rooms.devices.find(tx, live.deviceId);
    if (device?.state !== 'active') return null;
    const agent = await this.#rooms.agents.find(tx, device.agentId);
    return agent?.status === 'active' ? agent : null;
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#rooms.store.transaction().execute(work);
  }
}

/** The Signal identity key, when the device's own key has certified it for this device and epoch. */
function certifiedIdentity(device: KnownDevice, statement: Control<'prekeys'>['preKeys']['identity'], epoch: number): ReturnType<typeof publicKeyFrom> | null {
  try {
    // Judged by no clock: the device's own may be wrong, and a newer epoch replaces an older statement.
    const { payload } = verifyStatement('signal-identity', statement, device.key, 'any');
    return payload.deviceId === device.id && payload.epoch === epoch ? publicKeyFrom(payload.identityKey) : null;
  } catch {
    return null;
  }
}
