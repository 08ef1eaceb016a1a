import { randomBytes } from 'node:crypto';
import type { PublicKey } from '@signalapp/libsignal-client';
import type { RawData, WebSocket } from 'ws';
import type { ControlToDevice, ControlToHub, FrameToDevice, FrameToHub, Refused } from '../../shared/contract/wire/index.ts';
import { maxFrameLength, wireVersion } from '../../shared/contract/wire/index.ts';
import type { z } from 'zod';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { type Bytes, bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { type Handshake, prove, proven, SealedChannel, SealError } from '../../shared/trust/handshake.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import type { Log } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { readControl, readFrame } from './frame-reader.ts';
import { TokenBucket } from './token-bucket.ts';

type Hello = Extract<FrameToHub, { t: 'device-hello' }>;
type MailFrame = Extract<FrameToHub, { t: 'mail' }>;
export type RefusedKind = z.infer<typeof Refused>['kind'];

/** What the far end of an open connection is to the hub. */
export interface Peer {
  readonly deviceId: DeviceId;
  readonly key: PublicKey;
  readonly nonce: Bytes;
  readonly hello: Hello;
}

/** Takes what comes in once the handshake is done. Calls never overlap. */
export interface Service {
  /** The device has proved its key. @returns why it is refused, or null. */
  opened(connection: Connection, peer: Peer): Promise<RefusedKind | null>;
  control(connection: Connection, message: ControlToHub): Promise<void>;
  mail(connection: Connection, mail: MailFrame): Promise<void>;
  closed(connection: Connection): void;
  /** Whether the hub knows the device, as it does from its invite on. */
  knows(connection: Connection): boolean;
  /** Everything above, and the cryptography of a frame, is done in a turn: connections share one processor and one database. */
  turn<T>(work: () => Promise<T>): Promise<T>;
}

const helloTimeout = 10_000;
/** A device that the hub does not know comes to enrol, and its invite is the first thing it says. Anybody can be such a device: none of them stays for longer, in milliseconds. */
const strangerTimeout = 60_000;
/** Time enough for a frame that was sent before the device could hear of its end, in milliseconds. */
const lingering = 2000;
/** Frames taken in and not served yet; above, the socket is not read, which slows the sender down. */
const queueLimit = 32;
/** And bytes of them: as many as two of the longest. */
const queuedBytesLimit = 2 * maxFrameLength;
/**
 * Control frames cost a signature and a decryption each. Mail is slowed by the queue instead. A console asks for five
 * lists when it is opened, and for those on screen again at each change: at most once a second, beside what was clicked.
 */
const controlRate = { burst: 60, perSecond: 6 };
/** Written and not yet taken by the network, in bytes; above, mail waits in the mailbox. */
const writeLimit = 8 * 1024 * 1024;
/** Above this nothing is written any more: whoever asks and does not read would fill the hub's memory. What it has missed it gets when it comes back. */
const mostUnread = 4 * writeLimit;

/**
 * One WebSocket with a device: handshake, then sealed and mail frames in order. Anything that is not
 * exactly a frame in its place closes it, with no more said than a kind.
 */
export class Connection {
  readonly #socket: WebSocket;
  readonly #rooms: Rooms;
  readonly #service: Service;
  readonly #log: Log;
  readonly #hubNonce = bytes(randomBytes(32));
  readonly #controls: TokenBucket;
  readonly #helloTimer: NodeJS.Timeout;
  #strangerTimer: NodeJS.Timeout | undefined;
  readonly #queue: { readonly data: Uint8Array; readonly binary: boolean }[] = [];
  #queuedBytes = 0;
  #serving = false;
  #heardAt: number;
  #channel: SealedChannel | null = null;
  #peer: Peer | null = null;
  #alive = true;
  #ended = false;

  constructor(socket: WebSocket, rooms: Rooms, service: Service, log: Log) {
    this.#socket = socket;
    this.#rooms = rooms;
    this.#service = service;
    this.#log = log;
    this.#heardAt = rooms.clock.now();
    this.#controls = new TokenBucket(controlRate, rooms.clock);
    this.#helloTimer = setTimeout(() => this.refuse('closing'), helloTimeout);
    socket.on('message', (data, binary) => this.#received(data, binary));
    socket.on('pong', () => {
      this.#heardAt = rooms.clock.now();
      this.#alive = true;
    });
    // A protocol error of the far end (bad UTF-8, an oversized frame): ws closes by itself.
    socket.on('error', () => this.#log.info('connection.error'));
    socket.on('close', () => this.#closed());
    this.#write({ t: 'hub-hello', v: wireVersion, certificate: rooms.organisation.certificate, rotations: [...rooms.organisation.rotations], nonce: toBase64(this.#hubNonce) });
  }

  get peer(): Peer | null {
    return this.#peer;
  }

  /** Whether frames can be written without piling up in memory. */
  get writable(): boolean {
    return !this.#ended && this.#socket.bufferedAmount < writeLimit;
  }

  /** When the far end last gave a sign of life, in milliseconds since 1970. */
  get heardAt(): number {
    return this.#heardAt;
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(message: ControlToDevice): void {
    if (!this.#channel || this.#ended) return;
    this.#write({ t: 'sealed', ...this.#channel.seal(JSON.stringify(message)) });
  }

  /** @returns when the socket has taken it; false when the connection is gone. */
  sendMail(mail: { readonly kind: 'prekey' | 'signal'; readonly body: Uint8Array }): Promise<boolean> {
    if (this.#ended) return Promise.resolve(false);
    const frame: FrameToDevice = { t: 'mail', kind: mail.kind, body: toBase64(mail.body) };
    return new Promise((resolve) => {
      this.#socket.send(JSON.stringify(frame), (error) => resolve(!error));
    });
  }

  /** Says why, and closes. */
  refuse(kind: RefusedKind): void {
    if (this.#ended) return;
    this.#write({ t: 'refused', kind });
    this.end();
  }

  /** Closes after a moment in which frames are still served. */
  endSoon(): void {
    setTimeout(() => this.end(), lingering).unref();
  }

  /** Closes after what was written. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#forgetQueue();
    // Its own end is to be heard.
    if (this.#socket.isPaused) this.#socket.resume();
    this.#socket.close(1000);
    // A far end that does not answer the close must not keep the socket.
    setTimeout(() => this.#socket.terminate(), 2000).unref();
  }

  /** Called regularly: ends connections whose far end is gone. */
  checkAlive(): void {
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #received(data: RawData, binary: boolean): void {
    if (this.#ended) return;
    // It has spoken: how long its hello waits for its turn is not its doing.
    clearTimeout(this.#helloTimer);
    this.#heardAt = this.#rooms.clock.now();
    const bytes = asBytes(data);
    this.#queue.push({ data: bytes, binary });
    this.#queuedBytes += bytes.length;
    // Nobody says anything before their hello is answered: of who has not shown a key no more than that is taken in.
    if (this.#peer === null || this.#queue.length >= queueLimit || this.#queuedBytes >= queuedBytesLimit) this.#socket.pause();
    if (!this.#serving) void this.#serve();
  }

  async #serve(): Promise<void> {
    this.#serving = true;
    try {
      for (let next = this.#queue.shift(); next && !this.#ended; next = this.#queue.shift()) {
        const { data, binary } = next;
        this.#queuedBytes -= data.length;
        await this.#service.turn(() => this.#take(data, binary));
        if (this.#socket.isPaused && this.#queue.length < queueLimit / 2 && this.#queuedBytes < queuedBytesLimit / 2) this.#socket.resume();
      }
    } catch (error) {
      // Not the device's doing. Nothing was committed; it connects again and repeats what it had to say.
      this.#log.warn('connection.failed', { kind: error instanceof SealdeskError ? error.kind : error instanceof Error ? error.name : 'unknown' });
      this.refuse('closing');
    } finally {
      this.#serving = false;
    }
  }

  async #take(data: Uint8Array, binary: boolean): Promise<void> {
    const frame = readFrame(data, binary);
    if (!frame) return this.refuse('frame');
    switch (frame.t) {
      case 'device-hello':
        return this.#peer ? this.refuse('frame') : this.#greeted(frame);
      case 'sealed':
        return this.#sealed(frame);
      case 'mail':
        return this.#peer ? this.#service.mail(this, frame) : this.refuse('frame');
    }
  }

  async #greeted(hello: Hello): Promise<void> {
    const nonce = fromBase64(hello.nonce);
    const key = publicKeyOrNull(hello.deviceKey);
    if (!key || nonce.length !== 32) return this.refuse('proof');
    const { hubKey } = this.#rooms.organisation;
    const handshake: Handshake = { hubNonce: this.#hubNonce, deviceNonce: nonce, deviceId: hello.deviceId, deviceKey: key, hubKey: hubKey.getPublicKey() };
    if (!proven('device', handshake, hello.proof)) return this.refuse('proof');
    const peer: Peer = { deviceId: hello.deviceId, key, nonce, hello };
    this.#peer = peer;
    this.#channel = new SealedChannel('hub', handshake, hubKey);
    this.#write({ t: 'hub-ready', proof: prove('hub', handshake, hubKey) });
    const refusal = await this.#service.opened(this, peer);
    if (refusal) return this.refuse(refusal);
    if (this.#ended || this.#service.knows(this)) return;
    this.#strangerTimer = setTimeout(() => {
      if (!this.#service.knows(this)) this.refuse('closing');
    }, strangerTimeout);
  }

  async #sealed(frame: Extract<FrameToHub, { t: 'sealed' }>): Promise<void> {
    if (!this.#channel) return this.refuse('frame');
    if (!this.#controls.take()) return this.refuse('too-many');
    let text: string;
    try {
      text = this.#channel.open(frame);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      return this.refuse('frame');
    }
    const message = readControl(text);
    return message ? this.#service.control(this, message) : this.refuse('frame');
  }

  #write(frame: FrameToDevice): void {
    if (this.#ended) return;
    if (this.#socket.bufferedAmount > mostUnread) this.#socket.terminate();
    else this.#socket.send(JSON.stringify(frame));
  }

  #forgetQueue(): void {
    this.#queue.length = 0;
    this.#queuedBytes = 0;
  }

  #closed(): void {
    this.#ended = true;
    clearTimeout(this.#helloTimer);
    clearTimeout(this.#strangerTimer);
    this.#forgetQueue();
    this.#service.closed(this);
  }
}

function asBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}

function publicKeyOrNull(text: string): PublicKey | null {
  try {
    return publicKeyFrom(text);
  } catch {
    return null;
  }
}
