import type { FanOut, News, Tx } from '../ports.ts';

/**
 * What several messages of one transaction have to tell, told together at its end: each device gets one mail for all of them,
 * and its ratchet moves once.
 */
export class GatheredNews implements FanOut {
  readonly #fanOut: FanOut;
  readonly #news: News[] = [];

  constructor(fanOut: FanOut) {
    this.#fanOut = fanOut;
  }

  publish(_tx: Tx, news: News): Promise<void> {
    this.#news.push(news);
    return Promise.resolve();
  }

  /** Within the transaction that all of it happened in, as the last of it. */
  async deliver(tx: Tx): Promise<void> {
    const news = this.#news.splice(0);
    if (news.length > 0) await this.#fanOut.publish(tx, (viewer) => news.flatMap((each) => each(viewer)));
  }

  wake(): void {
    this.#fanOut.wake();
  }
}
