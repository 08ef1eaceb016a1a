import type { Clock } from '../../../shared/domain/clock.ts';

/** A token bucket per key: `burst` at once, then `perMinute`. Keys that are full again are forgotten. */
export class RateLimit {
  readonly #clock: Clock;
  readonly #burst: number;
  readonly #perMinute: number;
  readonly #buckets = new Map<string, { level: number; at: number }>();

  constructor(clock: Clock, burst: number, perMinute: number) {
    this.#clock = clock;
    this.#burst = burst;
    this.#perMinute = perMinute;
  }

  /** Takes one; false when there is none left. */
  allows(key: string): boolean {
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(key) ?? { level: this.#burst, at: now };
    const level = Math.min(this.#burst, bucket.level + ((now - bucket.at) / 60_000) * this.#perMinute);
    if (this.#buckets.size > 10_000) this.#forgetFull(now);
    this.#buckets.set(key, { level: level < 1 ? level : level - 1, at: now });
    return level >= 1;
  }

  #forgetFull(now: number): void {
    for (const [key, { level, at }] of this.#buckets) {
      if (level + ((now - at) / 60_000) * this.#perMinute >= this.#burst) this.#buckets.delete(key);
    }
  }
}
