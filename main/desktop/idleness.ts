import type { Clock } from '../../shared/domain/clock.ts';
import type { Timers } from '../boundary/timers.ts';

const lookEvery = 5_000;

export interface IdlenessPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Seconds since the last input anywhere on this machine, as the system tells. */
  readonly systemIdleSeconds: () => number;
  readonly limitMinutes: () => number;
  readonly idle: () => void;
}

/**
 * Watches for nobody being there. Idle time is the system's, counted no further back than the last
 * key pressed here and the moment of unlocking: not every system sees all input.
 */
export class Idleness {
  readonly #ports: IdlenessPorts;
  #activeAt = 0;
  #stop: (() => void) | null = null;

  constructor(ports: IdlenessPorts) {
    this.#ports = ports;
  }

  /** Somebody is there: a key, or an unlock. */
  active(): void {
    this.#activeAt = this.#ports.clock.monotonic();
  }

  /** Looks from now on; goes on as it is where it looks already. */
  watch(): void {
    if (this.#stop !== null) return;
    this.active();
    this.#look();
  }

  rest(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #look(): void {
    this.#stop = this.#ports.timers.after(lookEvery, () => {
      const here = this.#ports.clock.monotonic() - this.#activeAt;
      const idle = Math.min(here, this.#ports.systemIdleSeconds() * 1000);
      this.#look();
      if (idle >= this.#ports.limitMinutes() * 60_000) this.#ports.idle();
    });
  }
}
