import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { ControlToHub, FrameToHub } from '../../shared/contract/wire/index.ts';
import { maxFrameLength } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { type StatementSigner, validity } from '../enrolment/statement-signer.ts';
import type { Conversations, Log } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { Connection, type Peer, type RefusedKind, type Service } from './connection.ts';
import { ControlDesk } from './control.ts';
import { takeDeviceMail } from './device-mail.ts';
import { LiveDevice } from './live-device.ts';
import { standingNow, standingOf } from './standing.ts';
import { AddressBuckets } from './token-bucket.ts';

export const devicePath = '/device';

/** A whole office may come back at once behind one address. */
const connectionRate = { burst: 2000, perSecond: 100 };
/** Wrong invites from one address: an office mistypes a few, a guesser wants millions. */
const enrolRate = { burst: 30, perSecond: 30 / 600 };
const pingInterval = 20_000;
/** Mails read from the mailbox at a time. */
const pumpBatch = 64;

/** The devices' door: one live connection per device, told at once of what was decided and of mail. */
export class Gateway implements Service {
  readonly #rooms: Rooms;
  readonly #conversations: Conversations;
  readonly #signer: StatementSigner;
  readonly #log: Log;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameLength, perMessageDeflate: false, clientTracking: false });
  readonly #desk: ControlDesk;
  readonly #connections = new Map<Connection, LiveDevice | null>();
  readonly #addresses = new WeakMap<Connection, string>();
  readonly #devices = new Map<DeviceId, LiveDevice>();
  readonly #connecting: AddressBuckets;
  readonly #enrolling: AddressBuckets;
  readonly #pings: NodeJS.Timeout;

  constructor(rooms: Rooms, conversations: Conversations, signer: StatementSigner, log: Log) {
    this.#rooms = rooms;
    this.#conversations = conversations;
    this.#signer = signer;
    this.#log = log;
    this.#connecting = new AddressBuckets(connectionRate, rooms.clock);
    this.#enrolling = new AddressBuckets(enrolRate, rooms.clock);
    this.#desk = new ControlDesk(rooms, {
      recheck: (live) => this.#recheck(live),
      pump: (live) => this.#pump(live),
      mayEnrol: (live) => this.#enrolling.has(this.#addressOf(live)),
      inviteRefused: (live) => void this.#enrolling.take(this.#addressOf(live)),
    });
    this.#pings = setInterval(() => {
      for (const connection of this.#connections.keys()) connection.checkAlive();
    }, pingInterval);
    rooms.mailboxes.onWake((devices) => this.wake(devices));
  }

  /** How many devices are connected. */
  get size(): number {
    return this.#devices.size;
  }

  /** Takes an upgrade request for `devicePath`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = request.socket.remoteAddress ?? '';
    if (!this.#connecting.take(address)) {
      socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(webSocket, this.#rooms, this, this.#log);
      this.#connections.set(connection, null);
      this.#addresses.set(connection, address);
    });
  }

  /** Something was decided about a device: its connection, if there is one, learns of it now. */
  async recheck(deviceId: DeviceId): Promise<void> {
    const live = this.#devices.get(deviceId);
    if (live) await this.#recheck(live);
  }

  /** The policy or the people changed: every connected device is told. */
  async recheckAll(): Promise<void> {
    for (const live of this.#devices.values()) await this.#recheck(live);
  }

  /** Ends every connection; workstations come back by themselves, and are shown the hub's certificate anew. */
  reconnectAll(): void {
    for (const connection of this.#connections.keys()) connection.refuse('closing');
  }

  wake(devices: readonly DeviceId[]): void {
    for (const deviceId of devices) {
      const live = this.#devices.get(deviceId);
      if (live) this.#pump(live);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    for (const connection of this.#connections.keys()) connection.refuse('closing');
    this.#sockets.close();
    await new Promise((resolve) => setTimeout(resolve, this.#connections.size > 0 ? 50 : 0));
  }

  async opened(connection: Connection, peer: Peer): Promise<RefusedKind | null> {
    const { standing, time } = await this.#rooms.store.transaction().execute(async (tx) => {
      const standing = await standingOf(tx, this.#rooms, peer.hello, peer.key);
      if (standing.kind !== 'unknown' && standing.kind !== 'refused') await this.#rooms.devices.seen(tx, peer.deviceId);
      const now = this.#rooms.clock.now();
      const time = await this.#signer.sign(tx, 'hub-time', { deviceId: peer.deviceId, now, nonce: toBase64(peer.nonce) }, validity.time);
      return { standing, time };
    });
    connection.send({ c: 'time', statement: time });
    if (standing.kind === 'refused') return standing.why;
    const live = new LiveDevice(connection, peer.deviceId, standing);
    this.#connections.set(connection, live);
    // A device has one connection: the newer one is the one that lives.
    this.#devices.get(peer.deviceId)?.connection.refuse('closing');
    this.#devices.set(peer.deviceId, live);
    await this.#announce(live);
    return null;
  }

  async control(connection: Connection, message: ControlToHub): Promise<void> {
    const live = this.#connections.get(connection);
    if (!live) return connection.refuse('frame');
    await this.#desk.serve(live, message);
  }

  async mail(connection: Connection, mail: Extract<FrameToHub, { t: 'mail' }>): Promise<void> {
    const live = this.#connections.get(connection);
    if (!live || live.standing.kind !== 'active') return connection.refuse('denied');
    if (!this.#sessionLives(live)) return live.send({ c: 'session-refused', reason: 'ended' });
    const outcome = await takeDeviceMail(this.#rooms, this.#conversations, live, mail);
    switch (outcome.kind) {
      case 'done':
        break;
      case 'resumed':
        live.sentSeq = outcome.seq;
        this.#pump(live);
        break;
      case 'session-broken':
        live.sentSeq = null;
        live.send({ c: 'prekeys-wanted' });
        return;
      case 'not-active':
        live.endSession();
        live.send({ c: 'session-refused', reason: 'not-active' });
        return;
      case 'malformed':
        return connection.refuse('frame');
    }
    this.#rooms.mailboxes.wake();
  }

  closed(connection: Connection): void {
    const live = this.#connections.get(connection);
    this.#connections.delete(connection);
    if (live && this.#devices.get(live.deviceId) === live) this.#devices.delete(live.deviceId);
  }

  async #recheck(live: LiveDevice): Promise<void> {
    live.standing = await this.#rooms.store.transaction().execute(async (tx) => {
      const standing = await standingNow(tx, this.#rooms, live.deviceId, live.standing);
      if (live.sessionUntil !== null && (await this.#rooms.hubSessions.until(tx, live.deviceId)) === null) {
        live.endSession();
        if (standing.kind === 'active') live.send({ c: 'session-refused', reason: 'ended' });
      }
      // Its Signal session was ended here, because the agent may see more now.
      if (live.sessionUntil !== null && live.sentSeq !== null && !(await this.#rooms.mailboxes.hasSession(tx, live.deviceId))) {
        live.sentSeq = null;
        live.send({ c: 'prekeys-wanted' });
      }
      return standing;
    });
    await this.#announce(live);
  }

  /** Tells the device what follows from its standing. */
  async #announce(live: LiveDevice): Promise<void> {
    const { standing } = live;
    switch (standing.kind) {
      case 'unknown':
      case 'pending':
      case 'expired':
        return;
      case 'denied':
        live.send({ c: 'enrol-refused', reason: 'denied' });
        return live.connection.end();
      case 'approved':
        return standing.certified ? this.#sendPolicy(live) : this.#sendApproval(live);
      case 'active':
        return this.#sendPolicy(live);
      case 'revoked':
        return this.#sendOrder(live);
      case 'wiped':
        return;
    }
  }

  async #sendPolicy(live: LiveDevice): Promise<void> {
    const { statement } = await this.#rooms.store.transaction().execute((tx) => this.#rooms.policies.current(tx));
    live.send({ c: 'policy', policy: statement });
  }

  async #sendApproval(live: LiveDevice): Promise<void> {
    const { devices, codes, policies } = this.#rooms;
    const approval = await this.#rooms.store.transaction().execute(async (tx) => {
      const share = await codes.firstShare(tx, live.deviceId);
      if (!share) return null;
      return {
        certificate: await devices.certificate(tx, live.deviceId),
        policy: (await policies.current(tx)).statement,
        // The agent may not have been there for days: a lease counts from when the device gets it.
        lease: await devices.newLease(tx, live.deviceId),
        share: toBase64(share.share),
        shareGeneration: share.generation,
      };
    });
    if (!approval) return live.connection.refuse('denied');
    live.send({ c: 'enrol-approved', ...approval });
  }

  async #sendOrder(live: LiveDevice): Promise<void> {
    live.endSession();
    const order = await this.#rooms.store.transaction().execute((tx) => this.#rooms.devices.order(tx, live.deviceId));
    if (!order) return live.connection.refuse('denied');
    if (order.type === 'wipe-order') return live.send({ c: 'wipe', order: order.statement });
    live.send({ c: 'revoked', revocation: order.statement });
    live.connection.end();
  }

  /** Writes waiting mail; one writer per connection, which goes round again when woken meanwhile. */
  #pump(live: LiveDevice): void {
    if (live.pumping) {
      live.pumpAgain = true;
      return;
    }
    live.pumping = true;
    void this.#writeMail(live)
      .catch((error: unknown) => {
        this.#log.warn('mail.failed', { kind: error instanceof SealdeskError ? error.kind : error instanceof Error ? error.name : 'unknown' });
        live.connection.refuse('closing');
      })
      .finally(() => {
        live.pumping = false;
        if (live.pumpAgain && !live.connection.ended) {
          live.pumpAgain = false;
          this.#pump(live);
        }
      });
  }

  async #writeMail(live: LiveDevice): Promise<void> {
    for (;;) {
      live.pumpAgain = false;
      const from = live.sentSeq;
      if (from === null || live.connection.ended) return;
      if (!this.#sessionLives(live)) {
        live.endSession();
        return live.send({ c: 'session-refused', reason: 'ended' });
      }
      const batch = await this.#rooms.store.transaction().execute((tx) => this.#rooms.mailboxes.waiting(tx, live.deviceId, from, pumpBatch));
      for (const mail of batch) {
        // Resumed elsewhere or ended while this batch was being read.
        if (live.sentSeq === null || live.sentSeq >= mail.seq || !this.#sessionLives(live)) break;
        live.sentSeq = mail.seq;
        const sent = live.connection.sendMail(mail);
        if (!live.connection.writable && !(await sent)) return;
      }
      if (batch.length < pumpBatch && !live.pumpAgain) return;
    }
  }

  #addressOf(live: LiveDevice): string {
    return this.#addresses.get(live.connection) ?? '';
  }

  #sessionLives(live: LiveDevice): boolean {
    return live.sessionUntil !== null && live.sessionUntil > this.#rooms.clock.now();
  }
}
