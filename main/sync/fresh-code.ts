import type { Timers } from '../boundary/timers.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';

/**
 * The code typed at unlock, kept for a link that opens a moment later. After two steps no code that
 * was right can still be, so it goes then at the latest.
 */
export class FreshCode {
  readonly #timers: Timers;
  #code: string | null = null;
  #cancel: () => void = () => undefined;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  keep(code: string): void {
    this.forget();
    this.#code = code;
    this.#cancel = this.#timers.after(2 * stepSeconds * 1000, () => this.forget());
  }

  /** It is used once. */
  take(): string | null {
    const code = this.#code;
    this.forget();
    return code;
  }

  forget(): void {
    this.#cancel();
    this.#cancel = () => undefined;
    this.#code = null;
  }
}
