import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { IdentityKeyPair, PrivateKey, type PublicKey } from '@signalapp/libsignal-client';
import { WebSocket } from 'ws';
import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import { type ControlToDevice, type ControlToHub, type DeviceMail, FrameToDevice, type HubEvent, HubMail } from '../../shared/contract/wire/index.ts';
import { ControlToDevice as ControlSchema } from '../../shared/contract/wire/index.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import { type Bytes, bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { type Handshake, prove, proven, SealedChannel } from '../../shared/trust/handshake.ts';
import { readInvite } from '../../shared/trust/invite.ts';
import { type CertifiedHub, verifyHub } from '../../shared/trust/hub-certificate.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import { newRecoveryCodes, oneTimeCodeDigest } from '../../shared/trust/one-time-code.ts';
import { safetyNumber } from '../../shared/trust/safety-number.ts';
import { signStatement, verifyStatement } from '../../shared/trust/statement.ts';
import type { SignedStatement, Statement } from '../../shared/trust/statement-schema.ts';
import { codeAt, secretLength, stepSeconds } from '../../shared/trust/totp.ts';
import { DeviceRatchet } from './device-ratchet.ts';
import { soundPosture } from './posture.ts';

/**
 * A device that speaks the hub's protocol truly, without keychain, vault or screen: for tests of the
 * hub, for load and for kill campaigns. It keeps what it received in memory, exactly as it came.
 */
export class SimulatedDevice {
  readonly invite: string;
  readonly deviceId = DeviceId.parse(randomUUID());
  readonly key = PrivateKey.generate();
  readonly identity = IdentityKeyPair.generate();
  readonly totpSecret: Bytes = bytes(randomBytes(secretLength));
  readonly recoveryCodes = newRecoveryCodes();
  readonly verifier: Bytes = bytes(randomBytes(32));
  readonly events: HubEvent[] = [];
  /** Sequence numbers as they came; one that came twice was sent twice. */
  readonly seqs: number[] = [];
  readonly heard: ControlToDevice[] = [];
  /** Every frame of refusal that came. */
  readonly refused: string[] = [];
  certificate: SignedStatement | null = null;
  policy: Policy | null = null;
  lease: SignedStatement | null = null;
  /** Newest first, as the hub gave them last. */
  shares: readonly { readonly generation: number; readonly share: string }[] = [];
  /** The newest of the suspension statements. */
  suspension: Statement<'suspension'> | null = null;
  /** Reported on every connection of an enrolled device, and when it is approved; null: it reports nothing. */
  posture: Posture | null = soundPosture;
  token: string | null = null;
  epoch = 0;
  seq = 0;
  acknowledging = true;
  #root: PublicKey;
  #hub: CertifiedHub | null = null;
  #hubKey: PublicKey | null = null;
  #socket: WebSocket | null = null;
  #channel: SealedChannel | null = null;
  #nonce = bytes(randomBytes(32));
  #handshake: Handshake | null = null;
  #ready = false;
  #resumed = false;
  #step = 0;
  #keyId = 1;
  #callId = 0;
  #enrolled = false;
  #ratchet: DeviceRatchet | null = null;
  #work: Promise<void> = Promise.resolve();
  #watchers = new Set<() => void>();

  readonly #now: () => number;
  readonly #patience: number;

  /**
   * @param now the hub's time, where a test has moved it.
   * @param patience how long an answer is waited for, in milliseconds.
   */
  constructor(invite: string, now: () => number = () => Date.now(), patience = 15_000) {
    this.invite = invite;
    this.#now = now;
    this.#patience = patience;
    this.#root = publicKeyFrom(readInvite(invite).root);
  }

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

  get connected(): boolean {
    return this.#ready;
  }

  /** Connects and completes the handshake. `certificate`: one of somebody else's, for attacks. */
  async connect(options: { readonly certificate?: SignedStatement | null; readonly key?: PrivateKey; readonly url?: string } = {}): Promise<void> {
    const { url, tls } = readInvite(this.invite);
    const key = options.key ?? this.key;
    this.#channel = null;
    this.#ready = false;
    this.#resumed = false;
    this.#nonce = bytes(randomBytes(32));
    const socket = new WebSocket(options.url ?? url, { rejectUnauthorized: false, perMessageDeflate: false, maxPayload: 4 * 1024 * 1024 });
    this.#socket = socket;
    socket.on('upgrade', (response) => {
      const raw = (response.socket as TLSSocket).getPeerCertificate().raw;
      if (tls !== null && createHash('sha256').update(raw).digest('hex') !== tls) socket.terminate();
    });
    socket.on('message', (data: Buffer) => {
      this.#work = this.#work.then(() => this.#take(data.toString('utf8'), key, options.certificate)).catch((error: unknown) => {
        this.failures.push(error);
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
    if (this.#enrolled) this.reportPosture();
  }

  /** What went wrong while a frame was taken; empty in a good run. */
  readonly failures: unknown[] = [];

  /** Drops the connection, as a network does. */
  drop(): void {
    this.#socket?.terminate();
    this.#ready = false;
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

  /** Tells the hub the laptop's state. */
  reportPosture(posture = this.posture): void {
    if (posture) this.tell({ c: 'posture', posture });
  }

  enrol(): void {
    const { code } = readInvite(this.invite);
    this.tell({ c: 'enrol', inviteCode: code, deviceName: 'simulated laptop', posture: soundPosture });
  }

  /** A code that the hub has not accepted yet. */
  code(): string {
    const now = Math.floor(this.#now() / 1000 / stepSeconds);
    this.#step = Math.max(this.#step + 1, now - 1);
    return codeAt(this.totpSecret, this.#terms(), this.#step);
  }

  async activate(): Promise<void> {
    const first = this.code();
    const second = this.code();
    this.tell({ c: 'totp-activate', secret: toBase64(this.totpSecret), first, second, recovery: this.recoveryCodes.map((code) => toBase64(oneTimeCodeDigest(this.deviceId, code))) });
    await this.hears('totp-activated');
  }

  async openSession(code = this.code()): Promise<void> {
    this.tell({ c: 'session-open', code, verifier: toBase64(this.verifier) });
    await this.#opened();
  }

  /** Renews a certificate that has run out. */
  async renew(code = this.code()): Promise<void> {
    this.tell({ c: 'renew', code, verifier: toBase64(this.verifier) });
    await this.hears('renewed');
  }

  /** @param generation of the share that the vault was last opened with: the newest it has, if nobody says. */
  async renewLease(generation = this.shares[0]?.generation ?? null): Promise<void> {
    this.tell({ c: 'lease-renew', generation });
    await this.hears('lease');
  }

  /** A call of the console; whatever name and input, as an attacker would. */
  async console(call: string, input: unknown = null): Promise<ConsoleAnswer> {
    const id = this.#callId++;
    this.tell({ c: 'console', id, call, input });
    const found = () => this.heard.findIndex((message) => message.c === 'console-answer' && message.id === id);
    await this.until(() => found() >= 0, `the answer to ${call}`);
    const [message] = this.heard.splice(found(), 1);
    if (message?.c !== 'console-answer') throw new Error('There is no answer.');
    return message.answer;
  }

  async resumeSession(): Promise<void> {
    this.tell({ c: 'session-resume', token: this.token ?? '' });
    await this.#opened();
  }

  async #opened(): Promise<void> {
    const { token, preKeysWanted } = await this.hears('session-opened');
    this.token = token;
    if (preKeysWanted || !this.#ratchet) this.publishPreKeys();
    else await this.send({ m: 'resume', seq: this.seq });
    this.#resumed = true;
  }

  /** Begins a new Signal session; the old one is forgotten. */
  publishPreKeys(options: { readonly certifier?: PrivateKey } = {}): void {
    const hub = this.#hub;
    if (!hub) throw new Error('The hub is not known yet.');
    this.#ratchet = new DeviceRatchet(this.deviceId, this.identity, publicKeyFrom(hub.certificate.payload.signalIdentity));
    const payload = { deviceId: this.deviceId, identityKey: publicKeyText(this.identity.publicKey), epoch: this.epoch };
    const now = this.#now();
    const identity = signStatement('signal-identity', payload, { serial: 1, notBefore: 0, notAfter: now + 1e9 }, options.certifier ?? this.key);
    this.tell({ c: 'prekeys', epoch: this.epoch, preKeys: { identity, ...this.#ratchet.preKeys(this.#keyId++, now) } });
  }

  /** Encrypts and sends one mail. */
  async send(mail: DeviceMail): Promise<void> {
    if (!this.#ratchet) throw new Error('There is no Signal session.');
    this.raw(JSON.stringify({ t: 'mail', ...(await this.#ratchet.encrypt(JSON.stringify(mail))) }));
  }

  /** Messages received, newest state of each. */
  get messages(): Map<string, Extract<HubEvent, { e: 'message' }>['message']> {
    const messages = new Map<string, Extract<HubEvent, { e: 'message' }>['message']>();
    for (const event of this.events) if (event.e === 'message' || event.e === 'message.replaced') messages.set(event.message.id, event.message);
    return messages;
  }

  async #take(text: string, key: PrivateKey, certificate: SignedStatement | null | undefined): Promise<void> {
    const frame = FrameToDevice.parse(JSON.parse(text));
    switch (frame.t) {
      case 'hub-hello': {
        this.#hub = verifyHub(frame, { organisation: readInvite(this.invite).organisation, root: this.#root }, this.#now());
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
        this.#learn(message);
        this.heard.push(message);
        break;
      }
      case 'mail':
        await this.#receive(frame.kind, frame.body);
        break;
      case 'refused':
        this.refused.push(frame.kind);
        break;
    }
    this.#changed();
  }

  #learn(message: ControlToDevice): void {
    const hubKey = this.#hubKey;
    if (!hubKey) return;
    if (message.c === 'enrol-approved') {
      verifyStatement('device-certificate', message.certificate, hubKey, this.#now());
      this.certificate = message.certificate;
      this.policy = verifyStatement('policy', message.policy, hubKey, this.#now()).payload;
      this.lease = message.lease;
      this.shares = [{ generation: message.shareGeneration, share: message.share }];
      this.reportPosture();
    } else if (message.c === 'enrol-pending') {
      this.#enrolled = true;
    } else if (message.c === 'share' || message.c === 'renewed') {
      this.shares = message.shares;
      this.lease = message.lease;
      if (message.c === 'renewed') this.certificate = message.certificate;
    } else if (message.c === 'suspension') {
      const told = verifyStatement('suspension', message.statement, hubKey, this.#now());
      if (told.payload.deviceId !== this.deviceId) throw new Error('The suspension is of another device.');
      if (told.serial > (this.suspension?.serial ?? 0)) this.suspension = told;
    } else if (message.c === 'policy') {
      this.policy = verifyStatement('policy', message.policy, hubKey, this.#now()).payload;
    } else if (message.c === 'lease') {
      this.lease = message.lease;
      this.certificate = message.certificate ?? this.certificate;
    } else if (message.c === 'time') {
      const { payload } = verifyStatement('hub-time', message.statement, hubKey, this.#now());
      if (payload.nonce !== toBase64(this.#nonce)) throw new Error('The time is of another connection.');
    }
  }

  async #receive(kind: 'prekey' | 'signal', body: string): Promise<void> {
    if (!this.#ratchet) return;
    const mail = HubMail.parse(JSON.parse(await this.#ratchet.decrypt(kind, body)));
    this.seqs.push(mail.seq);
    this.seq = mail.seq;
    this.events.push(...mail.events);
    if (this.acknowledging && this.#resumed) await this.send({ m: 'ack', seq: mail.seq });
  }

  #terms(): Policy['totp'] {
    return this.policy?.totp ?? { algorithm: 'sha1', digits: 6 };
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
