import { setImmediate as nextLoop } from 'node:timers/promises';

/**
 * Lets the work of many connections through, a few at a time and the oldest first. A thousand laptops that come
 * back at once would otherwise queue up in front of the database, with a decision of IT's behind them all; so the
 * queue is here, decisions go past it, and between two turns the event loop looks at every socket.
 */
export class Turns {
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** Runs `work` when its turn has come. It must not wait for another turn of the same; and for nobody else's server, where others' turns are to come soon. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#atOnce) this.#taken += 1;
    else await new Promise<void>((turn) => this.#waiting.push(turn));
    try {
      return await work();
    } finally {
      void this.#pass();
    }
  }

  async #pass(): Promise<void> {
    await nextLoop();
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}
