import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { PrivateKey, type PublicKey } from '@signalapp/libsignal-client';
import { WebSocket } from 'ws';
import type { ControlToDevice, ControlToHub } from '../../shared/contract/wire/control.ts';
import { ControlToDevice as ControlSchema } from '../../shared/contract/wire/control.ts';
import { FrameToDevice } from '../../shared/contract/wire/frames.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import { bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { type Handshake, prove, proven, SealedChannel } from '../../shared/trust/handshake.ts';
import { type CertifiedHub, verifyHub } from '../../shared/trust/hub-certificate.ts';
import { readInvite } from '../../shared/trust/invite.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import { safetyNumber } from '../../shared/trust/safety-number.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';

/** The wire between a simulated device and the hub: handshake, sealed frames, and what was heard, exactly as it came. */
export abstract class DeviceLink {
  readonly invite: string;
  readonly deviceId = DeviceId.parse(randomUUID());
  readonly key = PrivateKey.generate();
  readonly heard: ControlToDevice[] = [];
  /** Every frame of refusal that came. */
  readonly refused: string[] = [];
  /** What went wrong while a frame was taken; empty in a good run. */
  readonly failures: unknown[] = [];
  certificate: SignedStatement | null = null;
  /** The hub's time, where a test has moved it. */
  protected readonly now: () => number;
  readonly #patience: number;
  #root: PublicKey;
  #hub: CertifiedHub | null = null;
  #hubKey: PublicKey | null = null;
  #socket: WebSocket | null = null;
  #channel: SealedChannel | null = null;
  #nonce = bytes(randomBytes(32));
  #handshake: Handshake | null = null;
  #ready = false;
  #work: Promise<void> = Promise.resolve();
  #watchers = new Set<() => void>();

  /** @param patience how long an answer is waited for, in milliseconds. */
  protected constructor(invite: string, now: () => number, patience: number) {
    this.invite = invite;
    this.now = now;
    this.#patience = patience;
    this.#root = publicKeyFrom(readInvite(invite).root);
  }

  /** The handshake is done. */
  protected abstract connectedAnew(): void;
  /** A control message has come; it is put among what was heard next. */
  protected abstract learn(message: ControlToDevice): void;
  protected abstract receive(kind: 'prekey' | 'signal', body: string): Promise<void>;

  get safetyNumber(): string {
    return safetyNumber(this.deviceId, this.key.getPublicKey(), this.#root);
  }

  /** The organisation root as this device has it pinned. */
  get root(): PublicKey {
    return this.#root;
  }

  /** As what the hub was certified when it last said hello. */
  get hub(): CertifiedHub | null {
    return this.#hub;
  }

  /** The hub's key, as it has proved it. */
  get hubKey(): PublicKey | null {
    return this.#hubKey;
  }

  /** Of this connection, in base 64. */
  protected get nonce(): string {
    return toBase64(this.#nonce);
  }

  get connected(): boolean {
    return this.#ready;
  }

  /** Connects and completes the handshake. `certificate`: one of somebody else's, for attacks. */
  async connect(options: { readonly certificate?: SignedStatement | null; readonly key?: PrivateKey; readonly url?: string } = {}): Promise<void> {
    const { url, tls } = readInvite(this.invite);
    const key = options.key ?? this.key;
    this.#channel = null;
    this.#ready = false;
    this.#nonce = bytes(randomBytes(32));
    const socket = new WebSocket(options.url ?? url, { rejectUnauthorized: false, perMessageDeflate: false, maxPayload: 4 * 1024 * 1024 });
    this.#socket = socket;
    socket.on('upgrade', (response) => {
      const raw = (response.socket as TLSSocket).getPeerCertificate().raw;
      if (tls !== null && createHash('sha256').update(raw).digest('hex') !== tls) socket.terminate();
    });
    socket.on('message', (data: Buffer) => {
      this.#work = this.#work.then(() => this.#take(socket, data.toString('utf8'), key, options.certificate)).catch((error: unknown) => {
        // What fails because its connection is gone is no failure.
        if (this.#socket === socket) this.failures.push(error);
      });
    });
    const ended = () => {
      if (this.#socket === socket) this.#ready = false;
      this.#changed();
    };
    socket.on('close', ended);
    socket.on('error', ended);
    await this.until(() => this.#ready || socket.readyState === WebSocket.CLOSED, 'the handshake');
    if (!this.#ready) throw new Error(`The hub refused the connection: ${this.refused.at(-1) ?? 'no reason'}`);
    this.connectedAnew();
  }

  /** Drops the connection, as a network does. */
  drop(): void {
    this.#socket?.terminate();
    this.#ready = false;
  }

  /** The network stands still: nothing is read or answered any more. */
  freeze(): void {
    this.#socket?.pause();
  }

  raw(text: string | Uint8Array): void {
    this.#socket?.send(text);
  }

  tell(message: ControlToHub): void {
    if (!this.#channel) throw new Error('There is no connection.');
    this.raw(JSON.stringify({ t: 'sealed', ...this.#channel.seal(JSON.stringify(message)) }));
  }

  /** The next such message that was not asked for before; waits for it. */
  async hears<C extends ControlToDevice['c']>(c: C): Promise<Extract<ControlToDevice, { c: C }>> {
    await this.until(() => this.heard.some((message) => message.c === c), c);
    return this.heard.splice(
      this.heard.findIndex((message) => message.c === c),
      1,
    )[0] as Extract<ControlToDevice, { c: C }>;
  }

  async until(condition: () => boolean, what: string, milliseconds = this.#patience): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const watcher = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(watcher);
        const heard = this.heard.map(({ c }) => c).join(', ');
        reject(new Error(`Waited in vain for ${what}. Heard: ${heard || 'nothing'}. Refused: ${this.refused.join(', ') || 'no'}. ${this.failures.join('; ')}`));
      }, milliseconds);
      this.#watchers.add(watcher);
    });
  }

  /** Waits for the answer to what was asked. @throws Error `code-refused` */
  protected async answered(c: ControlToDevice['c'], asked: string): Promise<void> {
    const refused = (message: ControlToDevice) => message.c === 'code-refused' && message.for === asked;
    await this.until(() => this.heard.some((message) => message.c === c || refused(message)), c);
    const [message] = this.heard.splice(
      this.heard.findIndex((heard) => heard.c === c || refused(heard)),
      1,
    );
    if (message?.c === 'code-refused') throw new Error('code-refused');
  }

  async #take(from: WebSocket, text: string, key: PrivateKey, certificate: SignedStatement | null | undefined): Promise<void> {
    const frame = FrameToDevice.parse(JSON.parse(text));
    // Of a connection that another has replaced only the last word counts: the rest was sealed for that one, or comes again.
    if (this.#socket !== from && frame.t !== 'refused') return;
    switch (frame.t) {
      case 'hub-hello': {
        this.#hub = verifyHub(frame, { organisation: readInvite(this.invite).organisation, root: this.#root }, this.now());
        this.#hubKey = publicKeyFrom(this.#hub.certificate.payload.hubKey);
        this.#handshake = { hubNonce: fromBase64(frame.nonce), deviceNonce: this.#nonce, deviceId: this.deviceId, deviceKey: key.getPublicKey(), hubKey: this.#hubKey };
        this.raw(
          JSON.stringify({
            t: 'device-hello',
            v: 1,
            deviceId: this.deviceId,
            deviceKey: publicKeyText(key.getPublicKey()),
            nonce: toBase64(this.#nonce),
            certificate: certificate === undefined ? this.certificate : certificate,
            proof: prove('device', this.#handshake, key),
          }),
        );
        break;
      }
      case 'hub-ready':
        if (!this.#handshake || !proven('hub', this.#handshake, frame.proof)) throw new Error('The hub did not prove its key.');
        this.#root = this.#hub?.root ?? this.#root;
        this.#channel = new SealedChannel('device', this.#handshake, key);
        this.#ready = true;
        break;
      case 'sealed': {
        if (!this.#channel) throw new Error('Sealed before the handshake.');
        const message = ControlSchema.parse(JSON.parse(this.#channel.open(frame)));
        this.learn(message);
        this.heard.push(message);
        break;
      }
      case 'mail':
        await this.receive(frame.kind, frame.body);
        break;
      case 'refused':
        this.refused.push(frame.kind);
        break;
    }
    this.#changed();
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
