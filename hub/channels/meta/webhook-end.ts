import type { Clock } from '../../../shared/domain/clock.ts';
import type { ChannelHealth, Receiver } from '../channel.ts';
import type { AccountWatch } from './account-watch.ts';
import { itemBytes, type WebhookItem } from './webhook-item.ts';

/** The end of a channel that its provider calls: from when it takes items in until it stops, and how it stands. */
export class WebhookEnd {
  readonly #channelId: string;
  readonly #clock: Clock;
  readonly #watch: AccountWatch;
  #receiver: Receiver | null = null;
  #lastReceivedAt: number | null = null;
  #lastSentAt: number | null = null;
  #stopped = false;

  constructor(channelId: string, clock: Clock, watch: AccountWatch) {
    this.#channelId = channelId;
    this.#clock = clock;
    this.#watch = watch;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  receive(into: Receiver): void {
    this.#receiver = into;
    this.#watch.start();
  }

  /** Resolves once all of it is on disk. @throws TypeError when the channel takes nothing in. */
  async take(items: readonly WebhookItem[]): Promise<void> {
    if (this.#receiver === null) throw new TypeError('The channel has stopped.');
    const receivedAt = this.#clock.now();
    await this.#receiver.takeAll(this.#channelId, items.map((item) => ({ source: item.source, body: itemBytes(item), receivedAt })));
    this.#lastReceivedAt = receivedAt;
  }

  sent(): void {
    this.#lastSentAt = this.#clock.now();
  }

  health(): ChannelHealth {
    const { state, problem, tokenExpiresAt } = this.#watch;
    return { state: this.#stopped ? 'stopped' : state, problem, lastReceivedAt: this.#lastReceivedAt, lastSentAt: this.#lastSentAt, tokenExpiresAt };
  }

  stop(): void {
    this.#receiver = null;
    this.#stopped = true;
    this.#watch.stop();
  }
}
