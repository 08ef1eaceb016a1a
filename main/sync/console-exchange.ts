import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import type { ConsoleCallName } from '../../shared/contract/console/index.ts';
import { type ControlToHub, maxFrameLength } from '../../shared/contract/wire/index.ts';
import { inPlainWords } from '../../shared/contract/wire/older-hub.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Line } from './line.ts';

/** Milliseconds until a call counts as not answered. */
const answerLimitMs = 15_000;
/** Largest control message, in UTF-8 bytes: half a frame is what a sealed box may hold, less what sealing adds. */
const longestMessage = maxFrameLength / 2 - 1024;

const tooLarge: ConsoleAnswer = { kind: 'refused', message: 'This is too large to be sent to the hub at once. Send it in smaller parts.' };

/** `unreachable`: not asked, or not answered; whether it was done is not known. */
export type ConsoleOutcome = ConsoleAnswer | { readonly kind: 'unreachable' };

export interface ConsoleExchangePorts {
  readonly timers: Timers;
  readonly line: Line;
  readonly sessionOpen: () => boolean;
}

/** Calls of the console, each under a number of its own; several may be on their way, and answers come in any order. */
export class ConsoleExchange {
  readonly #ports: ConsoleExchangePorts;
  readonly #waiting = new Map<number, (outcome: ConsoleOutcome) => void>();
  /** Grows over links: an answer that comes late belongs to no other call. */
  #lastId = 0;

  constructor(ports: ConsoleExchangePorts) {
    this.#ports = ports;
  }

  /** Asks the hub, within a live session only. */
  call(call: ConsoleCallName, input: unknown): Promise<ConsoleOutcome> {
    const { line, timers, sessionOpen } = this.#ports;
    if (!sessionOpen()) return Promise.resolve({ kind: 'unreachable' });
    const id = ++this.#lastId;
    const message: ControlToHub = { c: 'console', id, call, input };
    if (Buffer.byteLength(JSON.stringify(message), 'utf8') > longestMessage) return Promise.resolve(tooLarge);
    return new Promise((resolve) => {
      const cancel = timers.after(answerLimitMs, () => this.answered(id, { kind: 'unreachable' }));
      this.#waiting.set(id, (outcome) => {
        cancel();
        this.#waiting.delete(id);
        resolve(outcome);
      });
      line.tell(message);
    });
  }

  /** One that nobody waits for, or waits for no longer, is dropped. */
  answered(id: number, outcome: ConsoleOutcome): void {
    this.#waiting.get(id)?.(outcome.kind === 'refused' ? { ...outcome, message: inPlainWords(outcome.message) } : outcome);
  }

  /** The session or its link is gone. */
  giveUp(): void {
    for (const settle of this.#waiting.values()) settle({ kind: 'unreachable' });
  }
}
