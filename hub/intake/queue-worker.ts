import { setImmediate as nextLoop } from 'node:timers/promises';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Log } from '../ports.ts';
import { kindOf } from './error-kind.ts';

export interface Queue {
  /** For the log: `intake`, `delivery`. */
  readonly name: string;
  /** Deals with one entry. @returns false when none is due. */
  one(): Promise<boolean>;
  /** After all that was due is done: when the next is, milliseconds since 1970; null for none. */
  next(): Promise<number | null>;
}

/** Longest and shortest pause between two looks at the queue, in milliseconds. */
const longestPause = 60_000;
const shortestPause = 250;

/** Works through a queue in the database, one entry at a time: when woken, when an entry is due, and again after a failure. */
export class QueueWorker {
  readonly #queue: Queue;
  readonly #clock: Clock;
  readonly #log: Log;
  #running = false;
  #woken = false;
  #working: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(queue: Queue, clock: Clock, log: Log) {
    this.#queue = queue;
    this.#clock = clock;
    this.#log = log;
  }

  start(): void {
    this.#running = true;
    this.wake();
  }

  /** Resolves once the entry in hand is finished. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    await this.#working;
  }

  /** Something may be due. */
  wake(): void {
    this.#woken = true;
    if (!this.#running || this.#working !== null) return;
    clearTimeout(this.#timer);
    this.#working = this.#turn().finally(() => {
      this.#working = null;
      if (this.#woken) this.wake();
    });
  }

  /** Resolves when nothing is due. */
  async idle(): Promise<void> {
    while (this.#working !== null) await this.#working;
  }

  async #turn(): Promise<void> {
    // Lets the transaction that woke us commit first.
    await nextLoop();
    try {
      while (this.#woken && this.#running) {
        this.#woken = false;
        // Whoever calls meanwhile is heard between two of them, also where nothing in them waits for anything.
        while (this.#running && (await this.#queue.one())) await nextLoop();
      }
      const next = (await this.#queue.next()) ?? Infinity;
      this.#wakeIn(Math.min(longestPause, Math.max(shortestPause, next - this.#clock.now())));
    } catch (error) {
      this.#log.warn(`${this.#queue.name}.paused`, { kind: kindOf(error) });
      this.#wakeIn(1_000);
    }
  }

  #wakeIn(milliseconds: number): void {
    if (this.#running) this.#timer = setTimeout(() => this.wake(), milliseconds);
  }
}
