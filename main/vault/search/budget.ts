/**
 * How long a search may look before it says how far it has come. The agent types on meanwhile, and the reader thread
 * answers one thing at a time.
 */
export class Budget {
  readonly #now: () => number;
  readonly #end: number;

  /** `now` in milliseconds, from any beginning. */
  constructor(milliseconds: number, now: () => number) {
    this.#now = now;
    this.#end = now() + milliseconds;
  }

  get spent(): boolean {
    return this.#now() >= this.#end;
  }
}
