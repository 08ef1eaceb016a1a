import { setTimeout as pause } from 'node:timers/promises';
import { codeAt, secretFromText, stepSeconds } from '../../../shared/trust/totp.ts';

const terms = { algorithm: 'sha1', digits: 6 } as const;

/** The agent's phone: an authenticator that was given the key shown on screen, and never shows one code twice. */
export class Phone {
  readonly #secret: Uint8Array;
  #lastStep = 0;
  readonly #now: () => number;
  readonly #wait: (ms: number) => Promise<unknown>;

  /** @param now the clock the phone goes by; the tour drives it together with the workstation's. */
  constructor(keyText: string, now: () => number = () => Date.now(), wait: (ms: number) => Promise<unknown> = (ms) => pause(ms)) {
    this.#secret = secretFromText(keyText.replaceAll(/\s+/g, ''));
    this.#now = now;
    this.#wait = wait;
  }

  /** Waits for a code that was not shown before. A code in its last two seconds is let go, as a person would. */
  async nextCode(): Promise<string> {
    for (;;) {
      const now = this.#now();
      const step = Math.floor(now / 1000 / stepSeconds);
      const left = (step + 1) * stepSeconds * 1000 - now;
      if (step > this.#lastStep && left > 2000) {
        this.#lastStep = step;
        return codeAt(this.#secret, terms, step);
      }
      await this.#wait(left + 50);
    }
  }

  /** The code shown last, again: what a person who copies it twice would type. */
  lastCode(): string {
    return codeAt(this.#secret, terms, this.#lastStep);
  }
}
