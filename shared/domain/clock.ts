/**
 * The one clock port. Nothing else reads the time, so that tests drive it and so that the
 * difference between wall-clock time (can be set back) and monotonic time (cannot) is explicit.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970-01-01T00:00:00Z. The person at the machine can change it. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back while the process lives. */
  monotonic(): number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
