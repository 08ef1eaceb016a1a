import { setImmediate as nextLoop, setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../shared/domain/clock.ts';
import type { RawMessage } from '../channels/channel.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { spool } from './spool.ts';

interface Handed {
  readonly channelId: string;
  readonly messages: readonly RawMessage[];
  readonly taken: (outcomes: Outcome[]) => void;
  readonly failed: (error: unknown) => void;
}
type Outcome = 'taken' | 'known';

/** Most that one commit waits for. */
const mostAtOnce = 256;
/** So many in the time of one look, or with one commit, are more than can be worked on beside. */
const rushCount = 8;
/** A look, and how soon after a commit those who waited for it have called again, in milliseconds. */
const [lookFor, againWithin] = [5, 25] as const;
/** A commit waits until so many turns of the event loop have brought nothing, and for no more turns than that. */
const [quietTurns, mostTurns] = [2, 64] as const;

/**
 * Puts into the spool what channels hand over. A commit waits for the disk; what comes meanwhile goes together with the next one
 * (group commit), so that a hundred callers wait for one turn of the disk and not for a hundred.
 */
export class SpoolWriter {
  readonly #db: Store;
  readonly #envelope: Envelope;
  readonly #clock: Clock;
  readonly #waiting: Handed[] = [];
  #handed = 0;
  /** How many went with the last commit, and when that was. */
  #last = { count: 0, at: 0 };
  #writing = false;

  constructor(db: Store, envelope: Envelope, clock: Clock) {
    this.#db = db;
    this.#envelope = envelope;
    this.#clock = clock;
  }

  /** @returns once all of them are on disk, or none; what became of each. */
  put(channelId: string, messages: readonly RawMessage[]): Promise<Outcome[]> {
    this.#handed += 1;
    const outcome = new Promise<Outcome[]>((taken, failed) => this.#waiting.push({ channelId, messages, taken, failed }));
    if (!this.#writing) void this.#write();
    return outcome;
  }

  /**
   * Resolves when there is time for what lies in the spool: while many come at once they are answered first, since those who
   * call wait for that and for nothing else. One look is always taken: a turn of the event loop takes in one new connection,
   * so that with a batch in every turn the last of a hundred would wait for a hundred batches. @param atMost milliseconds
   */
  async calm(atMost: number): Promise<void> {
    const until = performance.now() + atMost;
    do {
      const before = this.#handed;
      await pause(lookFor);
      const calling = this.#last.count >= rushCount && performance.now() - this.#last.at < againWithin;
      if (this.#handed - before < rushCount && !this.#writing && !calling) return;
    } while (performance.now() < until);
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#commit();
    }
    this.#writing = false;
  }

  /** What else the next turns of the event loop bring: each takes in one new connection, and costs nothing beside a commit. */
  async #gather(): Promise<void> {
    let [quiet, before] = [0, this.#handed];
    for (let turn = 0; turn < mostTurns && quiet < quietTurns && this.#waiting.length < mostAtOnce; turn += 1) {
      await nextLoop();
      quiet = this.#handed === before ? quiet + 1 : 0;
      before = this.#handed;
    }
  }

  async #commit(): Promise<void> {
    const group: Handed[] = [];
    try {
      const outcomes = await this.#db.transaction().execute((tx) => {
        group.push(...this.#waiting.splice(0, mostAtOnce));
        return this.#putAll(tx, group);
      });
      this.#last = { count: group.length, at: performance.now() };
      for (const [index, { taken }] of group.entries()) taken(outcomes[index] ?? []);
    } catch (error) {
      // One of them may be to blame: each for itself.
      if (group.length > 1) for (const each of group) await this.#alone(each);
      // Nobody had their turn: the database is closed.
      else for (const { failed } of group.length === 1 ? group : this.#waiting.splice(0)) failed(error);
    }
  }

  async #alone(handed: Handed): Promise<void> {
    try {
      const [outcomes = []] = await this.#db.transaction().execute((tx) => this.#putAll(tx, [handed]));
      handed.taken(outcomes);
    } catch (error) {
      handed.failed(error);
    }
  }

  async #putAll(tx: Tx, group: readonly Handed[]): Promise<Outcome[][]> {
    const outcomes: Outcome[][] = [];
    for (const { channelId, messages } of group) {
      const own: Outcome[] = [];
      for (const message of messages) own.push(await spool(tx, this.#envelope, this.#clock, channelId, message));
      outcomes.push(own);
    }
    return outcomes;
  }
}
