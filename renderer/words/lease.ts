/**
 * When the end of the lease is near enough to be worth a word: its last eight hours, or its last
 * tenth where the whole lease is not longer than that.
 */
const hour = 3_600_000;
const lastHours = 8;

export interface Lease {
  readonly leaseUntil: number | null;
  /** The whole lease, in hours. */
  readonly leaseHours: number;
}

export function leaseIsEnding({ leaseUntil, leaseHours }: Lease, now: number): boolean {
  if (leaseUntil === null) return false;
  const near = leaseHours <= lastHours ? leaseHours / 10 : lastHours;
  return leaseUntil - now <= near * hour;
}
