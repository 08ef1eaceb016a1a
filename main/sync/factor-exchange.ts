import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import type { Timers } from '../boundary/timers.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import type { Line } from './line.ts';

const answerLimitMs = 15_000;

/** What asks the hub to take another secret of this device in place of the one it has. */
export type FactorReplacement = Extract<ControlToHub, { c: `${string}-replace` }>;
export type ReplacementAnswer = 'replaced' | 'refused' | 'unreachable';

/** What a passphrase and an authenticator are to the hub, replaced one at a time. `unreachable` leaves open whether the hub has done it. */
export class FactorExchange {
  readonly #line: Line;
  readonly #asked: AwaitedAnswer<Exclude<ReplacementAnswer, 'unreachable'>>;
  #what: FactorReplacement['c'] | null = null;

  constructor({ line, timers }: { readonly line: Line; readonly timers: Timers }) {
    this.#line = line;
    this.#asked = new AwaitedAnswer(timers, answerLimitMs);
  }

  async replace(replacement: FactorReplacement): Promise<ReplacementAnswer> {
    if (!this.#line.ready) return 'unreachable';
    const answer = await this.#asked.ask(() => {
      this.#what = replacement.c;
      this.#line.tell(replacement);
    });
    return answer ?? 'unreachable';
  }

  /** Of something else than was asked last, it is an answer that came too late. */
  answered(what: FactorReplacement['c'], answer: Exclude<ReplacementAnswer, 'unreachable'>): void {
    if (what === this.#what) this.#asked.answer(answer);
  }

  giveUp(): void {
    this.#asked.giveUp();
  }
}
