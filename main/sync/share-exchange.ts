import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Timers } from '../boundary/timers.ts';
import type { HubShare } from '../device/lease.ts';
import { OrderRefused, type Orders } from '../device/orders.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import type { Line } from './line.ts';

const answerLimitMs = 15_000;

/** Shares newest first; the lease under which they may be kept, or none. */
export interface SharesFromHub {
  readonly shares: readonly HubShare[];
  readonly lease: SignedStatement | null;
}

export type ShareAnswer = ({ readonly kind: 'shares' } & SharesFromHub) | { readonly kind: 'refused' } | { readonly kind: 'unreachable' };
/** `ended`: nothing was judged, since the session that was to stand for a code does not stand any more. */
export type ShareAnswerAgain = ShareAnswer | { readonly kind: 'ended' };

export interface ShareExchangePorts {
  readonly timers: Timers;
  readonly line: Line;
  readonly orders: Orders;
  readonly certificateExpired: () => boolean;
  readonly vaultOpen: () => boolean;
  /** Shares while the vault is open. */
  readonly newShares: (told: SharesFromHub) => Promise<void>;
}

/** The hub's shares: asked for at an unlock, and renewed while the vault is open. */
export class ShareExchange {
  readonly #ports: ShareExchangePorts;
  readonly #asked: AwaitedAnswer<ShareAnswer>;
  #sessionEnded = false;
  /** The link over which shares were asked for: there, and only there, the code also opens a session. */
  #turn = -1;

  constructor(ports: ShareExchangePorts) {
    this.#ports = ports;
    this.#asked = new AwaitedAnswer(ports.timers, answerLimitMs);
  }

  /** The link over which a code was spent on the shares is still the one there is. */
  get codeServes(): boolean {
    return this.#turn === this.#ports.line.turn;
  }

  /** With an expired certificate they come with a new one, and by no other question. */
  async request(request: { readonly code: string; readonly verifier: string }): Promise<ShareAnswer> {
    const { line, certificateExpired } = this.#ports;
    if (!line.ready) return { kind: 'unreachable' };
    this.#turn = line.turn;
    const c = certificateExpired() ? 'renew' : 'share-request';
    return (await this.#asked.ask(() => line.tell({ c, ...request }))) ?? { kind: 'unreachable' };
  }

  /** After a short lock: the session's token stands for a code. Both base64. */
  async resume(request: { readonly token: string; readonly verifier: string }): Promise<ShareAnswerAgain> {
    const { line, certificateExpired } = this.#ports;
    if (!line.ready) return { kind: 'unreachable' };
    if (certificateExpired()) return { kind: 'ended' };
    this.#sessionEnded = false;
    return (await this.#asked.ask(() => line.tell({ c: 'share-resume', ...request }))) ?? { kind: this.#sessionEnded ? 'ended' : 'unreachable' };
  }

  /** The hub says that the session is over. */
  sessionEnded(): void {
    this.#sessionEnded = true;
    this.giveUp();
  }

  /** @throws OrderRefused, StatementError for lease or certificate of another device, and when nobody asked and nothing is open. */
  async received(message: Extract<ControlToDevice, { c: 'share' | 'renewed' }>): Promise<void> {
    const told: SharesFromHub = {
      shares: message.shares.map(({ generation, share }) => ({ generation, share: fromBase64(share) })).toSorted((one, other) => other.generation - one.generation),
      lease: message.lease,
    };
    if (!this.#asked.waiting && !this.#ports.vaultOpen()) throw new OrderRefused('The hub sent a share that nobody asked for.');
    this.#ports.orders.checkLease(told.lease, told.shares);
    if (message.c === 'renewed') await this.#ports.orders.certificate(message.certificate);
    if (this.#asked.answer({ kind: 'shares', ...told })) return;
    if (this.#ports.vaultOpen()) await this.#ports.newShares(told);
  }

  refused(): void {
    this.#asked.answer({ kind: 'refused' });
  }

  giveUp(): void {
    this.#asked.giveUp();
  }
}
