import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as nextLoop } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { ControlToHub, FrameToHub } from '../../shared/contract/wire/index.ts';
import { maxFrameLength } from '../../shared/contract/wire/index.ts';
import type { ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { type StatementSigner, validity } from '../enrolment/statement-signer.ts';
import { endWith } from '../http/doorway.ts';
import { callerOf } from '../http/networks.ts';
import type { Conversations, Log } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { brief, takeIn } from './briefing.ts';
import { Connection, type Peer, type RefusedKind, type Service } from './connection.ts';
import { ConsoleNews } from './console-news.ts';
import { ControlDesk, type ControlPort } from './control.ts';
import { takeDeviceMail } from './device-mail.ts';
import { LiveDevice } from './live-device.ts';
import { MailWriter } from './mail-writer.ts';
import { greet, standingOf } from './standing.ts';
import { PresenceDesk } from './presence.ts';
import { AddressBuckets } from './token-bucket.ts';
import { TypingDesk } from './typing-desk.ts';
import { Turns } from './turns.ts';

export const devicePath = '/device';

/** A whole office may come back at once behind one address. */
const connectionRate = { burst: 2000, perSecond: 100 };
/** Wrong invites from one address: an office mistypes a few, a guesser wants millions. */
const enrolRate = { burst: 30, perSecond: 30 / 600 };
/** Connected devices that the hub does not know yet: of one address, since an office may begin with its laptops on one day, and of all. */
const mostStrangers = { ofAddress: 50, ofAll: 500 };
const pingInterval = 20_000;
/** How old a note of a device that is still there may become, in milliseconds: agents count as at work by it. */
const noteEvery = 60_000;
/** Frames and mailboxes served at once: enough to keep a database busy, few enough that a decision never waits behind a crowd. */
const servedAtOnce = 4;

/** The devices' door: one live connection per device, told at once of what was decided and of mail. */
export class Gateway implements Service {
  readonly #rooms: Rooms;
  readonly #conversations: Conversations;
  readonly #signer: StatementSigner;
  readonly #log: Log;
  readonly #turns = new Turns(servedAtOnce);
  readonly #writer: MailWriter;
  readonly #consoles = new ConsoleNews(() => this.#tell(({ showsDevices }) => showsDevices));
  readonly #approvers = new ConsoleNews(() => this.#tell(({ approvesReveals }) => approvesReveals));
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameLength, perMessageDeflate: false, clientTracking: false });
  readonly #desk: ControlDesk;
  readonly #presence: PresenceDesk;
  readonly #typing: TypingDesk;
  readonly #connections = new Map<Connection, LiveDevice | null>();
  readonly #addresses = new WeakMap<Connection, string>();
  readonly #devices = new Map<DeviceId, LiveDevice>();
  readonly #connecting: AddressBuckets;
  readonly #enrolling: AddressBuckets;
  readonly #pings: NodeJS.Timeout;
  /** Notes that are being written of sessions whose connection has closed. */
  readonly #notes = new Set<Promise<void>>();
  /** Counts what was decided, so that a connection that is just being opened misses none of it. */
  #decisions = 0;

  /**
   * @param console answers the console's calls; it never throws.
   * @param agentTypes shows the customer of a web chat that somebody writes an answer.
   */
  constructor(rooms: Rooms, conversations: Conversations, signer: StatementSigner, console: ControlPort['console'], agentTypes: (channelId: string, conversationId: string) => void, log: Log) {
    this.#typing = new TypingDesk(rooms, agentTypes);
    this.#rooms = rooms;
    this.#conversations = conversations;
    this.#signer = signer;
    this.#log = log;
    this.#writer = new MailWriter(rooms, this.#turns, log);
    this.#presence = new PresenceDesk(rooms, log);
    this.#connecting = new AddressBuckets(connectionRate, rooms.clock);
    this.#enrolling = new AddressBuckets(enrolRate, rooms.clock);
    this.#desk = new ControlDesk(rooms, {
      recheck: (live) => this.#recheck(live),
      pump: (live) => this.#writer.pump(live),
      mayEnrol: (live) => this.#enrolling.has(this.#addressOf(live)),
      agentTyped: (live, message) => this.#typing.typed(live, message),
      inviteRefused: (live) => void this.#enrolling.take(this.#addressOf(live)),
      presence: (live, at) => this.#presence.said(live, at),
      sessionClosed: (live) => this.#presence.left(live),
      consoleChanged: () => this.#consoles.changed(),
      console,
    });
    this.#pings = setInterval(() => {
      for (const connection of this.#connections.keys()) connection.checkAlive();
      this.#noteHeard();
    }, pingInterval);
    rooms.mailboxes.onWake((devices, called) => {
      this.wake(devices);
      this.#call(called);
    });
  }

  /** How many devices are connected. */
  get size(): number {
    return this.#devices.size;
  }

  isOnline(deviceId: DeviceId): boolean {
    return this.#devices.has(deviceId);
  }

  /** Whether mail for it is written to it now: it is connected, and unlocked. */
  isReading(deviceId: DeviceId): boolean {
    return this.#devices.get(deviceId)?.closedTo(this.#rooms.clock.now()) === null;
  }

  /** Takes an upgrade request for `devicePath`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = callerOf(request.socket.remoteAddress);
    if (!this.#connecting.take(address)) {
      endWith(socket, 'HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
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
    this.#decisions += 1;
    const live = this.#devices.get(deviceId);
    if (live) await this.#recheck(live);
  }

  /** The policy or the people changed: every connected device is told. */
  async recheckAll(): Promise<void> {
    this.#decisions += 1;
    for (const live of this.#devices.values()) {
      await this.#recheck(live);
      await nextLoop();
    }
    this.#presence.sightChanged();
  }

  /** What the console shows has changed: those who look at it are told, at most once a second. */
  consoleChanged(): void {
    this.#consoles.changed();
  }

  /** A customer types in a web chat. */
  customerTypes(conversationId: ConversationId): void {
    this.#typing.customerTypes(conversationId, this.#devices.values()).catch((error: unknown) => this.#log.warn('typing.not-told', { kind: error instanceof Error ? error.name : 'unknown' }));
  }

  /** Somebody asks to see what was hidden, or has been answered: those who may approve are told, as often. */
  revealsChanged(): void {
    this.#approvers.changed();
  }

  turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.take(work);
  }

  /** Ends every connection; workstations come back by themselves, and are shown the hub's certificate anew. */
  reconnectAll(): void {
    for (const connection of this.#connections.keys()) connection.refuse('closing');
  }

  wake(devices: readonly DeviceId[]): void {
    // There is news: a conversation may be somebody else's to see now.
    if (devices.length > 0) this.#presence.sightChanged();
    for (const deviceId of devices) {
      const live = this.#devices.get(deviceId);
      if (live) this.#writer.pump(live);
    }
  }

  /** Who is locked out for the moment learns that a customer wrote, and no more. */
  #call(devices: ReadonlySet<DeviceId>): void {
    const now = this.#rooms.clock.now();
    for (const deviceId of devices) {
      const live = this.#devices.get(deviceId);
      if (live?.standing.kind === 'active' && !live.sessionLives(now) && live.mayBeCalled(now)) live.send({ c: 'mail-waiting' });
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    this.#consoles.stop();
    this.#approvers.stop();
    this.#presence.stop();
    for (const live of this.#connections.values()) if (live) void this.#left(live);
    for (const connection of this.#connections.keys()) connection.refuse('closing');
    this.#sockets.close();
    await Promise.all(this.#notes);
    await new Promise((resolve) => setTimeout(resolve, this.#connections.size > 0 ? 50 : 0));
  }

  async opened(connection: Connection, peer: Peer): Promise<RefusedKind | null> {
    const { devices, clock, store } = this.#rooms;
    const decisions = this.#decisions;
    const { time, ...greeted } = await store.transaction().execute(async (tx) => {
      const greeting = await greet(tx, this.#rooms, peer.hello, peer.key);
      const now = clock.now();
      const time = await this.#signer.sign(tx, 'hub-time', { deviceId: peer.deviceId, now, nonce: toBase64(peer.nonce) }, validity.time);
      if (greeting.kind === 'refused') return { time, ...greeting };
      const live = new LiveDevice(connection, peer.deviceId, standingOf(greeting.device, greeting.certificate), greeting.certificate);
      if (greeting.device) await devices.seen(tx, peer.deviceId);
      return { time, kind: greeting.kind, live, briefing: await brief(tx, this.#rooms, live) };
    });
    connection.send({ c: 'time', statement: time });
    if (greeted.kind === 'refused') return greeted.why;
    const { live, briefing } = greeted;
    if (live.standing.kind === 'unknown' && !this.#hasRoomForStranger(connection)) return 'too-many';
    this.#connections.set(connection, live);
    const older = this.#devices.get(peer.deviceId);
    // A device has one connection: the newer one is the one that lives.
    older?.connection.refuse('closing');
    this.#devices.set(peer.deviceId, live);
    if (older) {
      this.#presence.left(older);
      await this.#left(older);
    }
    takeIn(live, briefing);
    if (live.device) this.#consoles.changed();
    if (decisions !== this.#decisions) await this.#recheck(live);
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
    const closedTo = live.closedTo(this.#rooms.clock.now());
    if (closedTo) return live.send({ c: 'session-refused', reason: closedTo });
    const outcome = await takeDeviceMail(this.#rooms, this.#conversations, live, mail);
    switch (outcome.kind) {
      case 'done':
        break;
      case 'resumed':
        live.sentSeq = outcome.seq;
        this.#writer.pump(live);
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

  knows(connection: Connection): boolean {
    const live = this.#connections.get(connection);
    return live !== undefined && live !== null && live.standing.kind !== 'unknown';
  }

  closed(connection: Connection): void {
    const live = this.#connections.get(connection);
    this.#connections.delete(connection);
    if (live) {
      this.#presence.left(live);
      void this.#left(live);
    }
    if (!live || this.#devices.get(live.deviceId) !== live) return;
    this.#devices.delete(live.deviceId);
    if (live.device) this.#consoles.changed();
  }

  async #recheck(live: LiveDevice): Promise<void> {
    takeIn(live, await this.#rooms.store.transaction().execute((tx) => brief(tx, this.#rooms, live)));
  }

  /** Who stays connected is at work: not only whoever has just come or gone is noted. */
  #noteHeard(): void {
    const due = [...this.#devices.values()].filter((live) => live.hasSession && live.connection.heardAt - live.notedAt >= noteEvery);
    if (due.length === 0) return;
    for (const live of due) live.notedAt = live.connection.heardAt;
    const note = this.#rooms.store
      .transaction()
      .execute(async (tx) => {
        for (const { deviceId, notedAt } of due) await this.#rooms.hubSessions.seen(tx, deviceId, notedAt);
      })
      .catch((error: unknown) => this.#log.warn('session.not-noted', { kind: error instanceof Error ? error.name : 'unknown' }))
      .finally(() => this.#notes.delete(note));
    this.#notes.add(note);
  }

  /** Notes when a device was last heard within its hub session: for how long its passphrase alone will do is counted from there. */
  #left(live: LiveDevice): Promise<void> {
    if (!live.hasSession) return Promise.resolve();
    const { hubSessions, store } = this.#rooms;
    const at = live.connection.heardAt;
    live.endSession();
    const note = store
      .transaction()
      .execute((tx) => hubSessions.seen(tx, live.deviceId, at))
      .catch((error: unknown) => this.#log.warn('session.not-noted', { kind: error instanceof Error ? error.name : 'unknown' }))
      .finally(() => this.#notes.delete(note));
    this.#notes.add(note);
    return note;
  }

  /** To those whose roles are right for it, and who have a hub session. */
  #tell(concerned: (live: LiveDevice) => boolean): void {
    const now = this.#rooms.clock.now();
    for (const live of this.#devices.values()) if (live.closedTo(now) === null && concerned(live)) live.send({ c: 'console-changed' });
  }

  /** Anybody can be a device that nobody knows: they leave room for one another, and for those that are known. */
  #hasRoomForStranger(connection: Connection): boolean {
    const strangers = [...this.#connections].flatMap(([other, live]) => (live?.standing.kind === 'unknown' ? [this.#addresses.get(other)] : []));
    const address = this.#addresses.get(connection);
    return strangers.length < mostStrangers.ofAll && strangers.filter((each) => each === address).length < mostStrangers.ofAddress;
  }

  #addressOf(live: LiveDevice): string {
    return this.#addresses.get(live.connection) ?? '';
  }
}
