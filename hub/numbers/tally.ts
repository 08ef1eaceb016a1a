import type { Figures, Spread } from '../../shared/domain/numbers.ts';
import { satisfied } from '../../shared/domain/satisfaction.ts';
import type { ConversationFactTable } from '../store/tables/numbers.ts';

export type Fact = Pick<ConversationFactTable, 'conversation_id' | 'kind' | 'at' | 'channel_id' | 'team_id' | 'agent_id' | 'first' | 'took' | 'promise' | 'score'>;

type Counted = 'opened' | 'reopened' | 'answered' | 'resolved' | 'assigned' | 'kept' | 'broken';

/** Adds facts up, in whatever order they come. */
export class Tally {
  readonly #counts: Record<Counted, number> = { opened: 0, reopened: 0, answered: 0, resolved: 0, assigned: 0, kept: 0, broken: 0 };
  readonly #rated = { count: 0, satisfied: 0, sum: 0 };
  readonly #firstResponses: number[] = [];
  readonly #answers: number[] = [];
  readonly #resolutions: number[] = [];

  add({ kind, first, took, promise, score }: Fact): void {
    if (score !== null) {
      this.#rated.count += 1;
      this.#rated.satisfied += score >= satisfied ? 1 : 0;
      this.#rated.sum += score;
    }
    if (kind in this.#counts) this.#counts[kind as Counted] += 1;
    if (promise !== null) this.#counts[promise] += 1;
    if (took === null) return;
    if (kind === 'answered') this.#answers.push(took);
    if (kind === 'answered' && first === 1) this.#firstResponses.push(took);
    if (kind === 'resolved') this.#resolutions.push(took);
  }

  figures(): Figures {
    return { ...this.#counts, firstResponse: spreadOf(this.#firstResponses), answer: spreadOf(this.#answers), resolution: spreadOf(this.#resolutions), rated: { ...this.#rated } };
  }
}

/** By nearest rank: each figure is one that has been, and of two waits the median is the shorter. */
export function spreadOf(times: readonly number[]): Spread {
  const sorted = Float64Array.from(times).sort();
  const rank = (tenths: number): number | null => sorted[Math.ceil((tenths * sorted.length) / 10) - 1] ?? null;
  return { count: sorted.length, median: rank(5), p90: rank(9) };
}
