import type { Clock } from '../../shared/domain/clock.ts';

const longestSeconds = 300;

/** Seconds to wait after the n-th wrong try in a row: 0, 1, 2, 4 ... 300. The hub counts alike. */
export function delaySeconds(wrong: number): number {
  return wrong <= 1 ? 0 : Math.min(longestSeconds, 2 ** Math.min(wrong - 2, 20));
}

/**
 * When the next try is possible. Measured on the monotonic clock, so that setting the wall clock
 * shortens nothing; a new process starts the whole delay again, since it cannot know how much of it
 * has passed.
 */
export class TryDelay {
  readonly #clock: Clock;
  #until: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** At the first look in this process. @param wrong tries counted so far. */
  startOnce(wrong: number): void {
    if (this.#until === null) this.start(wrong);
  }

  start(wrong: number): void {
    this.#until = this.#clock.monotonic() + delaySeconds(wrong) * 1000;
  }

  /** Milliseconds still to wait; 0 when a try is possible. */
  get remaining(): number {
    return this.#until === null ? 0 : Math.max(0, Math.ceil(this.#until - this.#clock.monotonic()));
  }

  /** For the screen: the wall-clock time of the next try, or null. */
  get retryAt(): number | null {
    const remaining = this.remaining;
    return remaining === 0 ? null : Math.round(this.#clock.now() + remaining);
  }
}
