import type { Clock } from '../../shared/domain/clock.ts';
import type { Timers } from '../boundary/timers.ts';
import { purge } from './secret-bytes.ts';
import type { LockReason } from './session-ports.ts';

/** Whether a passphrase alone may unlock after a lock for this reason: not where something was wrong, nor at a new start. */
export const mayBeShort: Readonly<Record<LockReason, boolean>> = {
  'asked': true,
  'idle': true,
  'screen-locked': true,
  'suspend': true,
  'lid-closed': true,
  // Somebody else is at this laptop.
  'user-switched': false,
  'window-closed': true,
  'quit': false,
  'renderer-gone': false,
  'vault-asked': false,
  'vault-lost': false,
  'inspection': false,
  'posture-refused': false,
  'main-failed': false,
};

/**
 * The ticket of a short lock, in the memory of main only. Its time is measured on the monotonic clock and on the wall
 * clock: neither a clock set back nor a sleep makes it longer.
 */
export class ShortLock {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #over: () => void;
  #held: { readonly ticket: Uint8Array; readonly until: number; readonly deadline: number } | null = null;
  #cancel: () => void = () => undefined;

  /** @param over called when its time is over. */
  constructor(clock: Clock, timers: Timers, over: () => void) {
    this.#clock = clock;
    this.#timers = timers;
    this.#over = over;
  }

  /** Milliseconds since 1970; null when there is no ticket any more. */
  get until(): number | null {
    if (this.#held === null) return null;
    const { until, deadline } = this.#held;
    return this.#clock.now() < until && this.#clock.monotonic() < deadline ? until : null;
  }

  /** A copy, which the caller overwrites; null when there is no ticket any more. */
  get ticket(): Uint8Array | null {
    return this.until === null || this.#held === null ? null : Uint8Array.from(this.#held.ticket);
  }

  /** @param until milliseconds since 1970. */
  keep(ticket: Uint8Array, until: number): void {
    this.drop();
    const left = until - this.#clock.now();
    this.#held = { ticket, until, deadline: this.#clock.monotonic() + left };
    this.#cancel = this.#timers.after(left, () => {
      this.drop();
      this.#over();
    });
  }

  drop(): void {
    this.#cancel();
    this.#cancel = () => undefined;
    purge(this.#held?.ticket);
    this.#held = null;
  }
}
