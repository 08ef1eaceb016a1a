import type { Clock } from '../../shared/domain/clock.ts';
import type { Timers } from '../boundary/timers.ts';

/** Milliseconds between two looks; while a lock is announced, input is to take it back at once. */
const lookEvery = 5_000;
const lookEveryWhileWarned = 500;
/** Milliseconds before the lock at which it is announced. */
const warnBefore = 20_000;

export interface IdlenessPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Seconds since the last input anywhere on this machine, as the system tells; 0 where it can't. */
  readonly systemIdleSeconds: () => number;
  readonly limitMinutes: () => number;
  /** It will lock at this time, by the clock, unless somebody is there; null: somebody is. */
  readonly warning: (lockAt: number | null) => void;
  readonly idle: () => void;
}

/**
 * Watches for nobody being there. Idle time is the system's, counted no further back than the last
 * input here and the moment of unlocking: not every system sees all input.
 */
export class Idleness {
  readonly #ports: IdlenessPorts;
  #activeAt = 0;
  #warned = false;
  /**
   * When the system last told of an idle second, by the monotonic clock. Some (Wayland without an idle
   * protocol) always say that there was input just now, or begin to, which would keep the session open
   * for ever. Nobody gives input without a pause of a second for minutes.
   */
  #idleToldAt = Number.NEGATIVE_INFINITY;
  #stop: (() => void) | null = null;

  constructor(ports: IdlenessPorts) {
    this.#ports = ports;
  }

  /** Somebody is there: input in the window, or an unlock. */
  active(): void {
    this.#activeAt = this.#ports.clock.monotonic();
    if (this.#warned) this.#warn(null);
  }

  /** Looks from now on; goes on as it is where it looks already. */
  watch(): void {
    if (this.#stop !== null) return;
    this.active();
    this.#lookIn(lookEvery);
  }

  rest(): void {
    this.#stop?.();
    this.#stop = null;
    this.#warned = false;
  }

  #lookIn(milliseconds: number): void {
    this.#stop = this.#ports.timers.after(milliseconds, () => this.#look());
  }

  #look(): void {
    const { clock, limitMinutes } = this.#ports;
    const left = limitMinutes() * 60_000 - this.#idleFor();
    const nobody = left <= warnBefore;
    // Never later than the moment it warns at or locks at. First of all: whatever becomes of a warning, it is looked at again.
    const next = nobody ? left : left - warnBefore;
    this.#lookIn(Math.min(nobody ? lookEveryWhileWarned : lookEvery, Math.max(next, lookEveryWhileWarned)));
    if (nobody !== this.#warned) this.#warn(nobody ? Math.ceil(clock.now() + Math.max(0, left)) : null);
    if (left <= 0) this.#ports.idle();
  }

  /** Milliseconds. */
  #idleFor(): number {
    const now = this.#ports.clock.monotonic();
    const system = this.#ports.systemIdleSeconds() * 1000;
    if (system > 0) this.#idleToldAt = now;
    return Math.min(now - this.#activeAt, system > 0 ? system : now - this.#idleToldAt);
  }

  #warn(lockAt: number | null): void {
    this.#warned = lockAt !== null;
    this.#ports.warning(lockAt);
  }
}
