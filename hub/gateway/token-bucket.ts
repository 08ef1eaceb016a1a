import type { Clock } from '../../shared/domain/clock.ts';

export interface BucketTerms {
  /** How many at once. */
  readonly burst: number;
  /** How many a second in the long run. */
  readonly perSecond: number;
}

/** A token bucket on the monotonic clock, so that setting the wall clock gives nobody more. */
export class TokenBucket {
  readonly #terms: BucketTerms;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(terms: BucketTerms, clock: Clock) {
    this.#terms = terms;
    this.#clock = clock;
    this.#tokens = terms.burst;
    this.#at = clock.monotonic();
  }

  /** Takes a token if there is one. */
  take(): boolean {
    this.#fill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Whether there is a token. */
  has(): boolean {
    this.#fill();
    return this.#tokens >= 1;
  }

  full(): boolean {
    this.#fill();
    return this.#tokens >= this.#terms.burst;
  }

  #fill(): void {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.#terms.burst, this.#tokens + ((now - this.#at) / 1000) * this.#terms.perSecond);
    this.#at = now;
  }
}

/** One bucket per network address. Full buckets are forgotten when there are many, since a new one is full too. */
export class AddressBuckets {
  readonly #terms: BucketTerms;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #most: number;

  constructor(terms: BucketTerms, clock: Clock, most = 10_000) {
    this.#terms = terms;
    this.#clock = clock;
    this.#most = most;
  }

  take(address: string): boolean {
    return this.#of(address)?.take() ?? false;
  }

  /** Whether `take` would succeed. */
  has(address: string): boolean {
    return this.#of(address)?.has() ?? false;
  }

  #of(address: string): TokenBucket | null {
    let bucket = this.#buckets.get(address);
    if (!bucket) {
      if (this.#buckets.size >= this.#most) this.#forgetFull();
      // More attackers' addresses than can be told apart: everybody unknown waits.
      if (this.#buckets.size >= this.#most) return null;
      bucket = new TokenBucket(this.#terms, this.#clock);
      this.#buckets.set(address, bucket);
    }
    return bucket;
  }

  #forgetFull(): void {
    for (const [address, bucket] of this.#buckets) if (bucket.full()) this.#buckets.delete(address);
  }
}
