import { randomBytes } from 'node:crypto';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { codeServesMs, recoveryCodeCount } from '../../shared/domain/second-factor.ts';
import { totpCodePattern } from '../../shared/domain/typed-code.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Device } from '../device/device.ts';
import { trustedNow } from '../device/trusted-time.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import { FreshCode } from './fresh-code.ts';
import type { Line } from './line.ts';

const answerLimitMs = 15_000;

/** What takes a session up again. */
export interface SessionToken {
  /** Base64. */
  readonly token: string;
  /** Milliseconds since 1970, in the hub's time. */
  readonly until: number;
}

/** What the vault brings to the session when it opens. */
export interface SessionStart {
  /** Null when the hub has used it up on another link, or none was typed. */
  readonly code: string | null;
  /** Of the session before a short lock; null for none. */
  readonly session: SessionToken | null;
  /** Base64. */
  readonly verifier: string;
  /** The hub has it. */
  readonly verifierSet: boolean;
}

/** `refused`: the code, or a session that has ended. `not-active`: the hub has not activated this device's authenticator. */
export type SessionAnswer = 'opened' | 'refused' | 'not-active' | 'posture';

export interface HubSessionPorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly line: Line;
  readonly certificateExpired: () => boolean;
  readonly connectionChanged: () => void;
}

/**
 * The hub session of this device: opened by a code and the verifier, taken up again by a token. With
 * an expired certificate the code is spent on a new one first, and then opens the session too.
 */
export class HubSession {
  readonly #ports: HubSessionPorts;
  readonly #asked: AwaitedAnswer<SessionAnswer>;
  readonly #code: FreshCode;
  #token: SessionToken | null = null;
  #open = false;
  /** IT has ended the authenticator: the hub serves nothing but another one. */
  #limited = false;
  #recoveryCodesLeft: number | null = null;
  /** The code that the hub was asked to open a session with was a one-time code; null when a token was shown. */
  #spending: { readonly oneTime: boolean } | null = null;
  /** When a one-time code opened it, on the monotonic clock. */
  #oneTimeAt: number | null = null;
  /** The code that `renew` was sent with. */
  #renewing: string | null = null;
  /** Base64, while the vault is open: the hub wants it beside every code. */
  #verifier: string | null = null;
  #verifierSet = true;

  constructor(ports: HubSessionPorts) {
    this.#ports = ports;
    this.#asked = new AwaitedAnswer(ports.timers, answerLimitMs);
    this.#code = new FreshCode(ports.timers);
  }

  get open(): boolean {
    return this.#open;
  }

  /** Open, but for setting up another authenticator only. */
  get limited(): boolean {
    return this.#open && this.#limited;
  }

  /** As the hub last told; null when it has not yet. */
  get recoveryCodesLeft(): number | null {
    return this.#recoveryCodesLeft;
  }

  /** It was opened by a one-time code a short time ago. */
  get codeForgiven(): boolean {
    return this.#open && this.#oneTimeAt !== null && this.#ports.clock.monotonic() - this.#oneTimeAt < codeServesMs;
  }

  /** The hub was asked and has not answered yet. */
  get asking(): boolean {
    return this.#asked.waiting;
  }

  /** The vault is open. */
  unlocked({ code, session, verifier, verifierSet }: SessionStart): void {
    this.#verifier = verifier;
    this.#verifierSet = verifierSet;
    if (code !== null) this.#code.keep(code);
    if (session !== null) this.#token = session;
  }

  /** With the token of the session that was, or with the code that was typed; without either the person is asked for one. */
  begin(): void {
    const { line, certificateExpired } = this.#ports;
    if (this.#token !== null && this.#now() < this.#token.until && !certificateExpired()) {
      const { token } = this.#token;
      this.#spending = null;
      void this.#asked.ask(() => line.tell({ c: 'session-resume', token }));
      return;
    }
    const code = this.#code.take();
    if (code !== null) void this.#asked.ask(() => this.#spend(code));
  }

  /** A fresh code while the vault is open. */
  async giveCode(code: string): Promise<IpcOutput<'session.code'>> {
    if (!this.#ports.line.ready) return { kind: 'offline' };
    if (this.#open) return { kind: 'accepted' };
    const { device, connectionChanged } = this.#ports;
    if (totpCodePattern.test(code)) {
      // Used up here as well, whatever the hub answers: the secret to judge it with is sealed now.
      const step = Math.floor(this.#now() / 1000 / stepSeconds);
      await device.updateItem((item) => ({ ...item, lastStep: Math.max(item.lastStep ?? 0, step) }));
    }
    const answer = await this.#asked.ask(() => {
      this.#spend(code);
      connectionChanged();
    });
    // A laptop whose state the hub refuses is locked at once; the code was not judged.
    if (answer === null || answer === 'posture') return { kind: 'offline' };
    return { kind: answer === 'opened' ? 'accepted' : 'wrong' };
  }

  #spend(code: string): void {
    const expired = this.#ports.certificateExpired();
    this.#spending = { oneTime: !totpCodePattern.test(code) };
    this.#renewing = expired ? code : null;
    this.#tellCode(expired ? 'renew' : 'session-open', code);
  }

  #tellCode(c: 'renew' | 'session-open', code: string): void {
    if (this.#verifier !== null) this.#ports.line.tell({ c, code, verifier: this.#verifier });
  }

  /** The hub has taken the code for a new certificate; on this link it opens the session as well, once. */
  renewed(): void {
    const code = this.#renewing;
    this.#renewing = null;
    if (code !== null) this.#tellCode('session-open', code);
  }

  /** A session that cannot be: the hub's refusal tells whether it has activated this device. */
  probe(): void {
    this.#ports.line.tell({ c: 'session-resume', token: toBase64(randomBytes(32)) });
  }

  /** Whether the hub has activated this device, where its answer got lost. */
  async settleActivation(): Promise<'active' | 'not-active' | 'unreachable'> {
    if (!this.#ports.line.ready) return 'unreachable';
    const answer = await this.#asked.ask(() => this.probe());
    if (answer === null) return 'unreachable';
    return answer === 'not-active' ? 'not-active' : 'active';
  }

  opened({ token, until, recoveryCodesLeft, authenticatorEnded }: Extract<ControlToDevice, { c: 'session-opened' }>): void {
    this.#token = { token, until };
    this.#open = true;
    this.#limited = authenticatorEnded;
    this.#recoveryCodesLeft = recoveryCodesLeft;
    if (this.#spending !== null) this.#oneTimeAt = this.#spending.oneTime ? this.#ports.clock.monotonic() : null;
    this.#spending = null;
    this.#code.forget();
    this.#asked.answer('opened');
  }

  /** @returns whether it was asked for. */
  refused(answer: Exclude<SessionAnswer, 'opened'>): boolean {
    this.#token = null;
    this.#open = false;
    return this.#asked.answer(answer);
  }

  codeRefused(): void {
    this.#renewing = null;
    this.#asked.answer('refused');
    this.#ports.connectionChanged();
  }

  /** The first time that the hub has none to compare with. */
  async setVerifier(): Promise<void> {
    if (this.#verifierSet || this.#verifier === null) return;
    this.#ports.line.tell({ c: 'verifier-set', verifier: this.#verifier });
    this.#verifierSet = true;
    await this.#ports.device.updateRecord((record) => ({ ...record, verifierSet: true }));
  }

  /** From now on every code goes with this one: the one before, used once more, would end it. @param verifier base64. */
  verifierReplaced(verifier: string): void {
    if (this.#verifier !== null) this.#verifier = verifier;
  }

  /** The hub has another set of them. */
  recoveryCodesReplaced(): void {
    this.#recoveryCodesLeft = recoveryCodeCount;
  }

  /** The hub has another authenticator: the session is as if that had opened it, and serves everything again. */
  authenticatorReplaced(): void {
    this.recoveryCodesReplaced();
    this.#oneTimeAt = null;
    if (!this.limited) return;
    // Taken up anew, the hub says what it wants before there is mail.
    this.#limited = false;
    this.begin();
  }

  /** @returns whether its time is over; it is closed then. */
  lapsed(): boolean {
    if (this.#token === null || this.#now() < this.#token.until) return false;
    this.#token = null;
    this.#open = false;
    return true;
  }

  /** Nothing is kept of it, nor of the code. */
  end(): void {
    this.#token = null;
    this.#open = false;
    this.#code.forget();
  }

  /**
   * Forgets session and verifier: the vault is closing. The hub is told, unless the session is to be taken up after a short lock.
   *
   * @returns what takes it up again; null when there is none, or it was not to be kept.
   */
  leave(keep: boolean): SessionToken | null {
    const kept = keep && !this.limited && this.#token !== null && this.#now() < this.#token.until ? this.#token : null;
    if (kept === null && this.#open) this.#ports.line.tell({ c: 'session-close' });
    this.end();
    this.#verifier = null;
    return kept;
  }

  /** The link is gone; the token may take the session up on the next one. */
  dropped(): void {
    this.#open = false;
    this.#renewing = null;
    this.#asked.giveUp();
  }

  /** In the hub's time, as its `until` is. */
  #now(): number {
    const { device, clock } = this.#ports;
    return trustedNow(device.present.item, clock);
  }
}
