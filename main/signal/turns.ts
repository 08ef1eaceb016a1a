type Turn = () => Promise<void>;

/**
 * Lets one asynchronous task at a time touch ratchet and database. What a person waits for goes
 * before mail that is waiting to be stored.
 */
export class Turns {
  readonly #urgent: Turn[] = [];
  readonly #ordinary: Turn[] = [];
  #busy = false;

  urgent<T>(task: () => T | Promise<T>): Promise<T> {
    return this.#take(this.#urgent, task);
  }

  ordinary<T>(task: () => T | Promise<T>): Promise<T> {
    return this.#take(this.#ordinary, task);
  }

  #take<T>(queue: Turn[], task: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      queue.push(async () => {
        try {
          resolve(await task());
        } catch (error) {
          reject(error instanceof Error ? error : new Error('A task failed.', { cause: error }));
        }
      });
      if (!this.#busy) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (;;) {
      const turn = this.#urgent.shift() ?? this.#ordinary.shift();
      if (turn === undefined) break;
      await turn();
      // Lets requests in that have arrived meanwhile, so that an urgent one need not wait for the whole queue.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#busy = false;
  }
}
