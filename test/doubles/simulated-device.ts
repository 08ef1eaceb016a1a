import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { IdentityKeyPair, type PrivateKey } from '@signalapp/libsignal-client';
import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import type { ControlToDevice } from '../../shared/contract/wire/control.ts';
import { type DeviceMail, type HubEvent, HubMail } from '../../shared/contract/wire/mail.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import { type Bytes, bytes, toBase64 } from '../../shared/trust/bytes.ts';
import { readInvite } from '../../shared/trust/invite.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import { newRecoveryCodes, oneTimeCodeDigest } from '../../shared/trust/one-time-code.ts';
import { signStatement, verifyStatement } from '../../shared/trust/statement.ts';
import type { SignedStatement, Statement } from '../../shared/trust/statement-schema.ts';
import { codeAt, secretLength, stepSeconds } from '../../shared/trust/totp.ts';
import { DeviceLink } from './device-link.ts';
import { DeviceRatchet } from './device-ratchet.ts';
import { soundPosture } from './posture.ts';
import { wrongCode } from './wrong-code.ts';

/** Before a step turns: a code of the step before would be too old by the time it is looked at. */
const turnMs = 5_000;

/**
 * A device that speaks the hub's protocol truly, without keychain, vault or screen: for tests of the
 * hub, for load and for kill campaigns. It keeps what it received in memory, exactly as it came.
 */
export class SimulatedDevice extends DeviceLink {
  readonly identity = IdentityKeyPair.generate();
  totpSecret: Bytes = bytes(randomBytes(secretLength));
  recoveryCodes = newRecoveryCodes();
  verifier: Bytes = bytes(randomBytes(32));
  readonly events: HubEvent[] = [];
  /** Sequence numbers as they came; one that came twice was sent twice. */
  readonly seqs: number[] = [];
  policy: Policy | null = null;
  lease: SignedStatement | null = null;
  /** Newest first, as the hub gave them last. */
  shares: readonly { readonly generation: number; readonly share: string }[] = [];
  /** The newest of the suspension statements. */
  suspension: Statement<'suspension'> | null = null;
  /** Reported on every connection of an enrolled device, and when it is approved; null: it reports nothing. */
  posture: Posture | null = soundPosture;
  /** The newest of IT's resets of its authenticator. */
  reset: Statement<'totp-reset'> | null = null;
  token: string | null = null;
  /** As the hub told when the session was opened. */
  recoveryCodesLeft: number | null = null;
  authenticatorEnded = false;
  epoch = 0;
  seq = 0;
  acknowledging = true;
  #resumed = false;
  #step = 0;
  #keyId = 1;
  #callId = 0;
  #enrolled = false;
  #ratchet: DeviceRatchet | null = null;

  /**
   * @param now the hub's time, where a test has moved it.
   * @param patience how long an answer is waited for, in milliseconds.
   */
  constructor(invite: string, now: () => number = () => Date.now(), patience = 60_000) {
    super(invite, now, patience);
  }

  protected connectedAnew(): void {
    this.#resumed = false;
    if (this.#enrolled) this.reportPosture();
  }

  /** Tells the hub the laptop's state. */
  reportPosture(posture = this.posture): void {
    if (posture) this.tell({ c: 'posture', posture });
  }

  enrol(): void {
    const { code } = readInvite(this.invite);
    this.tell({ c: 'enrol', inviteCode: code, deviceName: 'simulated laptop', posture: soundPosture });
  }

  /** A code that the hub has not accepted yet: the oldest that it takes, and that it will still take if the step turns on the way. */
  code(): string {
    const oldest = Math.floor(this.now() / 1000 / stepSeconds) - (this.#beforeTheTurn() ? 0 : 1);
    this.#step = Math.max(this.#step + 1, oldest);
    return codeAt(this.totpSecret, this.#terms(), this.#step);
  }

  wrongCode(): string {
    return wrongCode(this.totpSecret, this.#terms(), this.now());
  }

  /** How long until the next step, in milliseconds; 0 while that is longer than an answer takes on a busy machine. */
  #beforeTheTurn(): number {
    const left = stepSeconds * 1000 - (this.now() % (stepSeconds * 1000));
    return left < turnMs ? left : 0;
  }

  /** Where two codes go together, the older of which is the oldest that is taken. */
  async #pastTheTurn(): Promise<void> {
    const left = this.#beforeTheTurn();
    if (left > 0) await setTimeout(left);
  }

  async activate(): Promise<void> {
    await this.#pastTheTurn();
    const first = this.code();
    const second = this.code();
    this.tell({ c: 'totp-activate', secret: toBase64(this.totpSecret), first, second, recovery: this.#digests(this.recoveryCodes) });
    await this.hears('totp-activated');
  }

  async openSession(code = this.code()): Promise<void> {
    this.tell({ c: 'session-open', code, verifier: toBase64(this.verifier) });
    await this.#opened();
  }

  /** Sets up another authenticator. @param code null: as soon after a one-time code. */
  async replaceAuthenticator(code: string | null, verifier = this.verifier): Promise<void> {
    const secret = bytes(randomBytes(secretLength));
    const recoveryCodes = newRecoveryCodes();
    await this.#pastTheTurn();
    const step = Math.floor(this.now() / 1000 / stepSeconds);
    const [first, second] = [codeAt(secret, this.#terms(), step - 1), codeAt(secret, this.#terms(), step)];
    this.tell({ c: 'totp-replace', code, verifier: toBase64(verifier), secret: toBase64(secret), first, second, recovery: this.#digests(recoveryCodes) });
    await this.answered('totp-replaced', 'totp-replace');
    Object.assign(this, { totpSecret: secret, recoveryCodes, reset: null });
    this.#step = step;
  }

  async replaceRecoveryCodes(code: string): Promise<void> {
    const recoveryCodes = newRecoveryCodes();
    this.tell({ c: 'recovery-replace', code, verifier: toBase64(this.verifier), recovery: this.#digests(recoveryCodes) });
    await this.answered('recovery-replaced', 'recovery-replace');
    this.recoveryCodes = recoveryCodes;
  }

  /** Tells of another passphrase. What the device shows from then on is for the test to say. @param code null: within a hub session. */
  async replaceVerifier(code: string | null, next: Bytes, verifier = this.verifier): Promise<void> {
    this.tell({ c: 'verifier-replace', code, verifier: toBase64(verifier), next: toBase64(next) });
    await this.answered('verifier-replaced', 'verifier-replace');
  }

  /** Asks for the share. @throws Error `code-refused` */
  async requestShare(code = this.code(), verifier = this.verifier): Promise<void> {
    this.tell({ c: 'share-request', code, verifier: toBase64(verifier) });
    await this.answered('share', 'share-request');
  }

  /** Asks for the share after a short lock. @throws Error `code-refused` */
  async requestShareAgain(verifier = this.verifier): Promise<void> {
    this.tell({ c: 'share-resume', token: this.token ?? '', verifier: toBase64(verifier) });
    await this.answered('share', 'share-resume');
  }

  /** Says that it has destroyed everything, though nobody ordered it. */
  wipeItself(cause: 'forgotten' | 'duress', options: { readonly key?: PrivateKey; readonly orderSerial?: number } = {}): void {
    const now = this.now();
    const payload = { deviceId: this.deviceId, orderSerial: options.orderSerial ?? 0, wipedAt: now, cause };
    this.tell({ c: 'wiped', receipt: signStatement('wipe-receipt', payload, { serial: 1, notBefore: 0, notAfter: now + 1e9 }, options.key ?? this.key) });
  }

  #digests(codes: readonly string[]): string[] {
    return codes.map((code) => toBase64(oneTimeCodeDigest(this.deviceId, code)));
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
    const { token, preKeysWanted, recoveryCodesLeft, authenticatorEnded } = await this.hears('session-opened');
    Object.assign(this, { token, recoveryCodesLeft, authenticatorEnded });
    // No mail before there is another authenticator.
    if (authenticatorEnded) return;
    if (preKeysWanted || !this.#ratchet) this.publishPreKeys();
    else await this.send({ m: 'resume', seq: this.seq });
    this.#resumed = true;
  }

  /** Begins a new Signal session; the old one is forgotten. */
  publishPreKeys(options: { readonly certifier?: PrivateKey } = {}): void {
    const { hub } = this;
    if (!hub) throw new Error('The hub is not known yet.');
    this.#ratchet = new DeviceRatchet(this.deviceId, this.identity, publicKeyFrom(hub.certificate.payload.signalIdentity));
    const payload = { deviceId: this.deviceId, identityKey: publicKeyText(this.identity.publicKey), epoch: this.epoch };
    const now = this.now();
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

  protected learn(message: ControlToDevice): void {
    const { hubKey } = this;
    if (!hubKey) return;
    if (message.c === 'enrol-approved') {
      verifyStatement('device-certificate', message.certificate, hubKey, this.now());
      this.certificate = message.certificate;
      this.policy = verifyStatement('policy', message.policy, hubKey, this.now()).payload;
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
      const told = verifyStatement('suspension', message.statement, hubKey, this.now());
      if (told.payload.deviceId !== this.deviceId) throw new Error('The suspension is of another device.');
      if (told.serial > (this.suspension?.serial ?? 0)) this.suspension = told;
    } else if (message.c === 'totp-reset') {
      const told = verifyStatement('totp-reset', message.statement, hubKey, this.now());
      if (told.payload.deviceId !== this.deviceId) throw new Error('The reset is of another device.');
      if (told.serial > (this.reset?.serial ?? 0)) this.reset = told;
    } else if (message.c === 'policy') {
      this.policy = verifyStatement('policy', message.policy, hubKey, this.now()).payload;
    } else if (message.c === 'lease') {
      this.lease = message.lease;
      this.certificate = message.certificate ?? this.certificate;
    } else if (message.c === 'time') {
      const { payload } = verifyStatement('hub-time', message.statement, hubKey, this.now());
      if (payload.nonce !== this.nonce) throw new Error('The time is of another connection.');
    }
  }

  protected async receive(kind: 'prekey' | 'signal', body: string): Promise<void> {
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
}
