import { randomBytes } from 'node:crypto';
import { IdentityKeyPair, PrivateKey, type PublicKey } from '@signalapp/libsignal-client';
import { type ControlToDevice, ControlToHub, FrameToHub } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { AgentId, type DeviceId } from '../../shared/domain/ids.ts';
import { firstPolicy, type Policy } from '../../shared/domain/policy.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { type Handshake, prove, proven, SealedChannel } from '../../shared/trust/handshake.ts';
import { writeInvite } from '../../shared/trust/invite.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import { signStatement, type StatementTerms } from '../../shared/trust/statement.ts';
import type { SignedStatement, StatementPayload, StatementType } from '../../shared/trust/statement-schema.ts';

/** Longer than any test waits on purpose. */
const waitLimit = 60_000;
const hour = 3_600_000;
const year = 365 * 24 * hour;
/** As the hub's are. */
const certificateLife = 7 * 24 * hour;

/** What carries the frames to the device under test. */
export interface DeviceEnd {
  opened(): Promise<unknown>;
  frame(text: string): Promise<unknown>;
  closed(): Promise<unknown>;
}

/**
 * The far end of a device's link, in the hand of a test: true keys and true signatures, and it says
 * only what the test tells it to, at the right or the wrong moment.
 */
export class HubEnd {
  readonly root = PrivateKey.generate();
  readonly key = PrivateKey.generate();
  readonly signal = IdentityKeyPair.generate();
  readonly agent = { id: AgentId.parse('6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11'), name: 'Nora Bergström-Canary', email: 'nora.canary@lindgren.example' };
  readonly organisation = 'Lindgren Canary Outdoor';
  readonly #clock: Clock;
  #serial = 1;
  #device: DeviceEnd | null = null;
  #nonce = new Uint8Array(0);
  #channel: SealedChannel | null = null;
  #prover = this.key;
  #deviceNonce = '';
  deviceId: DeviceId | null = null;
  deviceKey: PublicKey | null = null;
  /** Whether the last hello had a certificate in it. */
  certified = false;
  policy: Policy = firstPolicy;
  readonly mail: Extract<FrameToHub, { t: 'mail' }>[] = [];
  readonly #heard: ControlToHub[] = [];
  /** What the device has said, in order; a test empties it. */
  readonly said: ControlToHub['c'][] = [];
  #listeners: ((gone: boolean) => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get invite(): string {
    return writeInvite({
      v: 1,
      organisation: this.organisation,
      url: 'wss://hub.lindgren.example/device',
      root: publicKeyText(this.root.getPublicKey()),
      tls: null,
      code: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
      agentEmail: this.agent.email,
    });
  }

  sign<T extends StatementType>(type: T, payload: StatementPayload<T>, terms: Partial<StatementTerms> = {}, key = this.key): SignedStatement {
    const now = this.#clock.now();
    return signStatement(type, payload, { serial: this.#serial++, notBefore: now - hour, notAfter: now + year, ...terms }, key);
  }

  certificate(terms: Partial<StatementTerms> & { readonly minimumSerial?: number } = {}, root = this.root): SignedStatement {
    const { minimumSerial = 1, ...rest } = terms;
    const payload = {
      organisation: this.organisation,
      hubKey: publicKeyText(this.key.getPublicKey()),
      signalIdentity: toBase64(this.signal.publicKey.serialize()),
      minimumSerial,
    };
    return this.sign('hub-certificate', payload, { serial: 5, ...rest }, root);
  }

  /** `from` signs its place as the organisation's root over to `to`. */
  rotation(from: PrivateKey, to: PrivateKey, terms: Partial<StatementTerms> & { readonly organisation?: string } = {}): SignedStatement {
    const { organisation = this.organisation, ...rest } = terms;
    return this.sign('root-rotation', { organisation, newRoot: publicKeyText(to.getPublicKey()) }, rest, from);
  }

  /** Opens a link up to `hub-ready`, unless the device ends it before. `prover`: a key other than the certified one, for attacks. */
  async connect(device: DeviceEnd, options: { readonly certificate?: SignedStatement; readonly rotations?: readonly SignedStatement[]; readonly prover?: PrivateKey; readonly time?: number | null } = {}): Promise<void> {
    this.#device = device;
    this.#channel = null;
    this.#prover = options.prover ?? this.key;
    this.#nonce = new Uint8Array(randomBytes(32));
    await device.opened();
    await device.frame(JSON.stringify({ t: 'hub-hello', v: 1, certificate: options.certificate ?? this.certificate(), rotations: options.rotations ?? [], nonce: toBase64(this.#nonce) }));
    if (this.#channel !== null && options.time !== null) await this.tellTime(options.time ?? this.#clock.now());
  }

  async tellTime(now: number, nonce = this.#deviceNonce): Promise<void> {
    await this.tell({ c: 'time', statement: this.sign('hub-time', { deviceId: this.#id(), now, nonce }) });
  }

  async disconnect(): Promise<void> {
    this.#channel = null;
    await this.#device?.closed();
  }

  /** What the device sends; called by whatever carries its frames. */
  take(text: string): void {
    const frame = FrameToHub.parse(JSON.parse(text));
    switch (frame.t) {
      case 'device-hello': {
        const handshake: Handshake = {
          hubNonce: this.#nonce,
          deviceNonce: fromBase64(frame.nonce),
          deviceId: frame.deviceId,
          deviceKey: publicKeyFrom(frame.deviceKey),
          hubKey: this.key.getPublicKey(),
        };
        if (!proven('device', handshake, frame.proof)) throw new Error('The device did not prove its key.');
        this.deviceId = frame.deviceId;
        this.deviceKey = handshake.deviceKey;
        this.certified = frame.certificate !== null;
        this.#deviceNonce = frame.nonce;
        this.#channel = new SealedChannel('hub', handshake, this.key);
        void this.#device?.frame(JSON.stringify({ t: 'hub-ready', proof: prove('hub', handshake, this.#prover) }));
        return;
      }
      case 'sealed':
        if (this.#channel === null) throw new Error('Sealed before the handshake.');
        this.#hear(ControlToHub.parse(JSON.parse(this.#channel.open(frame))));
        break;
      case 'mail':
        this.mail.push(frame);
        break;
    }
    // Whoever goes on waiting listens anew.
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener(false);
  }

  #hear(message: ControlToHub): void {
    this.#heard.push(message);
    this.said.push(message.c);
  }

  /** A sealed frame as it travels. */
  sealed(message: ControlToDevice | Record<string, unknown>): string {
    if (this.#channel === null) throw new Error('There is no link.');
    return JSON.stringify({ t: 'sealed', ...this.#channel.seal(JSON.stringify(message)) });
  }

  async tell(message: ControlToDevice | Record<string, unknown>): Promise<void> {
    await this.#device?.frame(this.sealed(message));
  }

  /** The next control message of this kind, now or when it comes. */
  async hears<C extends ControlToHub['c']>(c: C): Promise<Extract<ControlToHub, { c: C }>> {
    for (;;) {
      const position = this.#heard.findIndex((message) => message.c === c);
      if (position >= 0) return this.#heard.splice(position, 1)[0] as Extract<ControlToHub, { c: C }>;
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`The device sent no ${c}.`)), waitLimit);
        this.#listeners.push((gone) => {
          clearTimeout(timer);
          if (gone) reject(new Error(`The device was gone before it sent ${c}.`));
          else resolve();
        });
      });
    }
  }

  /** The device's process has ended: who waits for a word of it would take the next one's. */
  gone(): void {
    for (const listener of this.#listeners.splice(0)) listener(true);
  }

  /** Whether such a message has come and was not looked at yet. */
  heard(c: ControlToHub['c']): boolean {
    return this.#heard.some((message) => message.c === c);
  }

  /** The device's shares, newest first: the first, and those made since. */
  shares: { readonly generation: number; readonly share: Uint8Array }[] = [{ generation: 1, share: new Uint8Array(randomBytes(32)) }];

  /** A newer one; the one before stays with it, until a test lets it go. */
  newShare(): void {
    this.shares = [{ generation: this.#newest.generation + 1, share: new Uint8Array(randomBytes(32)) }, this.#newest];
  }

  get #newest() {
    const [newest] = this.shares;
    if (newest === undefined) throw new Error('There is no share any more.');
    return newest;
  }

  #sharesAsSent() {
    return this.shares.map(({ generation, share }) => ({ generation, share: toBase64(share) }));
  }

  /** `share`, as it answers a question or comes by itself. */
  async giveShares(lease: SignedStatement | null = this.lease()): Promise<void> {
    await this.tell({ c: 'share', shares: this.#sharesAsSent(), lease });
  }

  async renew(parts: { readonly certificate?: SignedStatement; readonly lease?: SignedStatement | null } = {}): Promise<void> {
    await this.tell({ c: 'renewed', shares: this.#sharesAsSent(), lease: this.lease(), certificate: this.deviceCertificate(), ...parts });
  }

  /** @param until milliseconds from now. @returns the session's token. */
  async openSession(until = 12 * hour, told: { readonly token?: string; readonly recoveryCodesLeft?: number; readonly authenticatorEnded?: boolean } = {}): Promise<string> {
    const token = told.token ?? toBase64(randomBytes(32));
    await this.tell({ c: 'session-opened', until: this.#clock.now() + until, preKeysWanted: false, recoveryCodesLeft: 10, authenticatorEnded: false, ...told, token });
    return token;
  }

  deviceCertificate(terms: Partial<StatementTerms> = {}, payload: Partial<StatementPayload<'device-certificate'>> = {}): SignedStatement {
    return this.sign(
      'device-certificate',
      {
        deviceId: this.#id(),
        deviceKey: publicKeyText(this.deviceKey!),
        deviceName: 'laptop-7',
        agentId: this.agent.id,
        agentName: this.agent.name,
        agentEmail: this.agent.email,
        roles: ['agent'],
        ...payload,
      },
      { notAfter: this.#clock.now() + certificateLife, ...terms },
    );
  }

  suspension(suspended: boolean, serial: number, key = this.key): SignedStatement {
    return this.sign('suspension', { deviceId: this.#id(), suspended, reason: 'The agent is on leave.' }, { serial }, key);
  }

  totpReset(serial: number, key = this.key, deviceId = this.#id()): SignedStatement {
    return this.sign('totp-reset', { deviceId, codeDigest: toBase64(randomBytes(32)) }, { serial }, key);
  }

  lease(terms: Partial<StatementTerms> = {}): SignedStatement | null {
    if (this.policy.offlineLeaseHours === 0) return null;
    const notAfter = this.#clock.now() + this.policy.offlineLeaseHours * hour;
    return this.sign('lease', { deviceId: this.#id(), shareGeneration: this.#newest.generation }, { notAfter, ...terms });
  }

  async approve(): Promise<void> {
    await this.tell({
      c: 'enrol-approved',
      certificate: this.deviceCertificate(),
      policy: this.sign('policy', this.policy),
      lease: this.lease(),
      share: toBase64(this.#newest.share),
      shareGeneration: this.#newest.generation,
    });
  }

  #id(): DeviceId {
    if (this.deviceId === null) throw new Error('No device has called.');
    return this.deviceId;
  }
}
