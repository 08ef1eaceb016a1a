/** One ratio: ours against a named peer, measured in the same run. */
export interface Measure {
  readonly name: string;
  readonly against: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  readonly bar: number;
  /** Whether the ratio has to stay below the bar (time) or above it (rate). */
  readonly better: 'less' | 'more';
}

export type Suite = (say: (text: string) => void) => Promise<Measure[]>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.max(0, middle - 1)] ?? NaN, sorted[middle] ?? NaN];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}

/** Milliseconds that a call takes. */
export function timed(call: () => unknown): number {
  const started = performance.now();
  call();
  return performance.now() - started;
}

export async function timedAsync(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

/** Takes turns, so that whatever else the machine does hits both; which goes first changes each time. */
export function interleaved(times: number, ours: (index: number) => void, peer: (index: number) => void): { ours: number[]; peer: number[] } {
  const took = { ours: [] as number[], peer: [] as number[] };
  for (let index = 0; index < times; index += 1) {
    const first = index % 2 === 0;
    if (first) took.ours.push(timed(() => ours(index)));
    took.peer.push(timed(() => peer(index)));
    if (!first) took.ours.push(timed(() => ours(index)));
  }
  return took;
}
