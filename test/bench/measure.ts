/** A ratio of one run. */
export interface Measure {
  readonly name: string;
  readonly against: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  /** Null where nothing is demanded: another peer, for comparison. */
  readonly bar: number | null;
  /** Whether the ratio has to stay below the bar (time) or above it (rate). */
  readonly better: 'less' | 'more';
}

export type Say = (text: string) => void;
export type Suite = (say: Say) => Promise<Measure[]>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.max(0, middle - 1)] ?? NaN, sorted[middle] ?? NaN];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? NaN;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Median, least and most, in words. */
export function spread(values: readonly number[], digits = 0): string {
  const sorted = [...values].sort((a, b) => a - b);
  return `${median(values).toFixed(digits)} ms (${sorted[0]?.toFixed(digits)} to ${sorted.at(-1)?.toFixed(digits)})`;
}

/** Milliseconds that a call takes. */
export function timed(call: () => unknown): number {
  const started = performance.now();
  call();
  return performance.now() - started;
}

/**
 * Milliseconds of processor time that a call takes, with what the compiler and the collector do meanwhile: what else the machine
 * does is not counted.
 */
export function processed(call: () => unknown): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

export async function timedAsync(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call();
  return performance.now() - started;
}

/** Takes turns, so that whatever else the machine does hits all; which goes first changes each time. */
export class TakingTurns<Name extends string> {
  readonly took: Readonly<Record<Name, number[]>>;
  readonly #calls: readonly (readonly [Name, (index: number) => unknown])[];
  readonly #clock: typeof timed;
  #first = 0;

  constructor(calls: Readonly<Record<Name, (index: number) => unknown>>, clock = timed) {
    this.#clock = clock;
    this.#calls = Object.entries(calls) as [Name, (index: number) => unknown][];
    this.took = Object.fromEntries(this.#calls.map(([name]) => [name, []])) as unknown as Record<Name, number[]>;
  }

  turn(index: number): void {
    for (let each = 0; each < this.#calls.length; each += 1) {
      const [name, call] = this.#calls[(this.#first + each) % this.#calls.length] ?? [];
      if (name !== undefined && call !== undefined) this.took[name].push(this.#clock(() => call(index)));
    }
    this.#first += 1;
  }

  static times<Name extends string>(times: number, calls: Readonly<Record<Name, (index: number) => unknown>>, clock = timed): Readonly<Record<Name, number[]>> {
    const turns = new TakingTurns(calls, clock);
    for (let index = 0; index < times; index += 1) turns.turn(index);
    return turns.took;
  }
}
