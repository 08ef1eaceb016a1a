import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, keyFromText, stepAt, stepSeconds } from '../../../build/try-it/phone.mts';

/** The agent's phone: an authenticator that was given the key shown on screen, and never shows one code twice. */
export class Phone {
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;
  #lastStep = 0;

  /** @param now the clock the phone goes by, in milliseconds since 1970; `wait` lets time pass on it. */
  constructor(keyText: string, now: () => number = () => Date.now(), wait: (ms: number) => Promise<unknown> = (ms) => pause(ms)) {
    const key = keyFromText(keyText);
    if (key === undefined) throw new Error('That is not a key.');
    this.#key = key;
    this.#now = now;
    this.#wait = wait;
  }

  /** Waits for a code that was not shown before. A code in its last two seconds is let go, as a person would. */
  async nextCode(): Promise<string> {
    for (;;) {
      const now = this.#now();
      const step = stepAt(now);
      const left = (step + 1) * stepSeconds * 1000 - now;
      if (step > this.#lastStep && left > 2000) {
        this.#lastStep = step;
        return this.lastCode();
      }
      await this.#wait(left + 50);
    }
  }

  /** The code shown last, again: what a person who copies it twice would type. */
  lastCode(): string {
    return codeOf(this.#key, this.#lastStep);
  }
}
