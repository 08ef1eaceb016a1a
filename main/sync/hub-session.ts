import { randomBytes } from 'node:crypto';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Device } from '../device/device.ts';
import { trustedNow } from '../device/trusted-time.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import { FreshCode } from './fresh-code.ts';
import type { Line } from './line.ts';

const answerLimitMs = 15_000;

/** `not-active`: the hub has not activated the authenticator of this device. */
export type SessionAnswer = 'opened' | 'refused' | 'not-active';

export interface HubSessionPorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly line: Line;
  readonly connectionChanged: () => void;
}

/** The hub session of this device: opened by a code and the verifier, taken up again by a token. */
export class HubSession {
  readonly #ports: HubSessionPorts;
  readonly #asked: AwaitedAnswer<SessionAnswer>;
  readonly #code: FreshCode;
  #token: { readonly token: string; readonly until: number } | null = null;
  #open = false;
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

  /** The hub was asked and has not answered yet. */
  get asking(): boolean {
    return this.#asked.waiting;
  }

  /** The vault is open. @param code null when the hub has used it up on another link. */
  unlocked(code: string | null, verifier: string, verifierSet: boolean): void {
    this.#verifier = verifier;
    this.#verifierSet = verifierSet;
    if (code !== null) this.#code.keep(code);
  }

  /** With the token of the session that was, or with the code that was typed; without either the person is asked for one. */
  begin(): void {
    const { clock, line } = this.#ports;
    if (this.#token !== null && clock.now() < this.#token.until) {
      const { token } = this.#token;
      void this.#asked.ask(() => line.tell({ c: 'session-resume', token }));
      return;
    }
    const code = this.#code.take();
    if (code !== null) void this.#asked.ask(() => this.#tellCode(code));
  }

  /** A fresh code while the vault is open. */
  async giveCode(code: string): Promise<IpcOutput<'session.code'>> {
    if (!this.#ports.line.open) return { kind: 'offline' };
    if (this.#open) return { kind: 'accepted' };
    const { device, clock, connectionChanged } = this.#ports;
    // Used up here as well, whatever the hub answers: the secret to judge it with is sealed now.
    const step = Math.floor(trustedNow(device.present.item, clock) / 1000 / stepSeconds);
    await device.updateItem((item) => ({ ...item, lastStep: Math.max(item.lastStep ?? 0, step) }));
    const answer = await this.#asked.ask(() => {
      this.#tellCode(code);
      connectionChanged();
    });
    if (answer === null) return { kind: 'offline' };
    return { kind: answer === 'opened' ? 'accepted' : 'wrong' };
  }

  #tellCode(code: string): void {
    if (this.#verifier !== null) this.#ports.line.tell({ c: 'session-open', code, verifier: this.#verifier });
  }

  /** A session that cannot be: the hub's refusal tells whether it has activated this device. */
  probe(): void {
    this.#ports.line.tell({ c: 'session-resume', token: toBase64(randomBytes(32)) });
  }

  /** Whether the hub has activated this device, where its answer got lost. */
  async settleActivation(): Promise<'active' | 'not-active' | 'unreachable'> {
    if (!this.#ports.line.open) return 'unreachable';
    const answer = await this.#asked.ask(() => this.probe());
    if (answer === null) return 'unreachable';
    return answer === 'not-active' ? 'not-active' : 'active';
  }

  opened(token: string, until: number): void {
    this.#token = { token, until };
    this.#open = true;
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

  /** @returns whether its time is over; it is closed then. */
  lapsed(): boolean {
    if (this.#token === null || this.#ports.clock.now() < this.#token.until) return false;
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

  /** Takes leave of the hub, and forgets the verifier: the vault is closing. */
  leave(): void {
    if (this.#open) this.#ports.line.tell({ c: 'session-close' });
    this.end();
    this.#verifier = null;
  }

  /** The link is gone; the token may take the session up on the next one. */
  dropped(): void {
    this.#open = false;
    this.#asked.giveUp();
  }
}
