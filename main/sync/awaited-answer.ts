import type { Timers } from '../boundary/timers.ts';

/** One question to the hub at a time, whose answer comes as a frame of its own, or never. */
export class AwaitedAnswer<T> {
  readonly #timers: Timers;
  readonly #limitMs: number;
  #settle: ((answer: T | null) => void) | null = null;

  constructor(timers: Timers, limitMs: number) {
    this.#timers = timers;
    this.#limitMs = limitMs;
  }

  get waiting(): boolean {
    return this.#settle !== null;
  }

  /** @param ask sends the question. @returns null when the hub did not answer in time, the link closed, or a newer question came. */
  ask(ask: () => void): Promise<T | null> {
    this.giveUp();
    return new Promise((resolve) => {
      const cancel = this.#timers.after(this.#limitMs, () => this.giveUp());
      this.#settle = (answer) => {
        cancel();
        this.#settle = null;
        resolve(answer);
      };
      ask();
    });
  }

  /** @returns false when nobody had asked. */
  answer(answer: T): boolean {
    if (this.#settle === null) return false;
    this.#settle(answer);
    return true;
  }

  giveUp(): void {
    this.#settle?.(null);
  }
}
