import type { Clock } from '../../../shared/domain/clock.ts';

export interface PaceTerms {
  /** Messages a second, all customers together. */
  readonly perSecond: number;
  /** Shortest time between two messages to one customer, in milliseconds. */
  readonly perCustomerMs: number;
}

/** Keeps to what a provider takes in a time, before it is asked. Kept in memory: after a start the provider's own refusal holds. */
export class Pace {
  readonly #clock: Clock;
  readonly #terms: PaceTerms;
  #sent: number[] = [];
  readonly #free = new Map<string, number>();

  constructor(clock: Clock, terms: PaceTerms) {
    this.#clock = clock;
    this.#terms = terms;
  }

  /** Takes a turn. @returns 0 when it is now; otherwise how long it is not, in milliseconds, and no turn is taken. */
  turn(customer: string): number {
    const now = this.#clock.monotonic();
    const free = this.#free.get(customer) ?? now;
    if (free > now) return Math.ceil(free - now);
    this.#sent = this.#sent.filter((at) => at > now - 1000);
    const oldest = this.#sent[0];
    if (oldest !== undefined && this.#sent.length >= this.#terms.perSecond) return Math.ceil(oldest + 1000 - now);
    this.#sent.push(now);
    if (this.#free.size > 10_000) for (const [other, at] of this.#free) if (at <= now) this.#free.delete(other);
    this.#free.set(customer, now + this.#terms.perCustomerMs);
    return 0;
  }
}
