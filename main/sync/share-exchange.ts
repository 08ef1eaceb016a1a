import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Timers } from '../boundary/timers.ts';
import type { HubShare } from '../device/lease.ts';
import { OrderRefused } from '../device/orders.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import type { Line } from './line.ts';

const answerLimitMs = 15_000;

export type ShareFromHub =
  | { readonly kind: 'share'; readonly share: HubShare; readonly lease: SignedStatement | null }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

export interface ShareExchangePorts {
  readonly timers: Timers;
  readonly line: Line;
  readonly vaultOpen: () => boolean;
  /** A share of a new generation while the vault is open. */
  readonly newShare: (share: HubShare, lease: SignedStatement | null) => Promise<void>;
}

/** The hub's share: asked for at an unlock, and renewed while the vault is open. */
export class ShareExchange {
  readonly #ports: ShareExchangePorts;
  readonly #asked: AwaitedAnswer<ShareFromHub>;
  /** The link over which the share was asked for: there, and only there, its code also opens a session. */
  #turn = -1;

  constructor(ports: ShareExchangePorts) {
    this.#ports = ports;
    this.#asked = new AwaitedAnswer(ports.timers, answerLimitMs);
  }

  /** The link over which a code was spent on the share is still the one there is. */
  get codeServes(): boolean {
    return this.#turn === this.#ports.line.turn;
  }

  async request(request: { readonly code: string; readonly verifier: string }): Promise<ShareFromHub> {
    const { line } = this.#ports;
    if (!line.open) return { kind: 'unreachable' };
    this.#turn = line.turn;
    return (await this.#asked.ask(() => line.tell({ c: 'share-request', ...request }))) ?? { kind: 'unreachable' };
  }

  /** @throws OrderRefused when nobody asked and nothing is open. */
  async received(message: Extract<ControlToDevice, { c: 'share' }>): Promise<void> {
    const [newest] = message.shares;
    if (newest === undefined) throw new OrderRefused('The hub sent no share.');
    const share: HubShare = { generation: newest.generation, share: fromBase64(newest.share) };
    if (this.#asked.answer({ kind: 'share', share, lease: message.lease })) return;
    if (!this.#ports.vaultOpen()) throw new OrderRefused('The hub sent a share that nobody asked for.');
    await this.#ports.newShare(share, message.lease);
  }

  refused(): void {
    this.#asked.answer({ kind: 'refused' });
  }

  giveUp(): void {
    this.#asked.giveUp();
  }
}
