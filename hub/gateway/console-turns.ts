import { Turns } from './turns.ts';

/** Calls of consoles answered at once; they are not among the turns of everybody else's frames. */
const atOnce = 2;
/** Calls that ask somebody else's server, answered at once: one that hangs is not to hold up a decision of IT's. */
const askingOthersAtOnce = 16;
/** And of one laptop: four servers that hang leave room for everybody else's. */
const askingOthersOfOne = 4;
/** Calls of one laptop that wait for their answer; a console that is opened asks for a few lists. */
const mostOpen = 100;

interface OfOne {
  open: number;
  readonly askingOthers: Turns;
}

/** In which order calls of consoles are answered, and how many may wait. */
export class ConsoleTurns {
  readonly #all = new Turns(atOnce);
  readonly #askingOthers = new Turns(askingOthersAtOnce);
  readonly #ofEach = new WeakMap<object, OfOne>();

  /**
   * Runs `work` when its turn has come.
   * @param caller the connection's laptop. @param waits whether it asks somebody else's server.
   * @returns null, and nothing is run, where so many of this laptop's wait already.
   */
  take<T>(caller: object, waits: boolean, work: () => Promise<T>): Promise<T> | null {
    const own = this.#ofEach.get(caller) ?? { open: 0, askingOthers: new Turns(askingOthersOfOne) };
    this.#ofEach.set(caller, own);
    if (own.open >= mostOpen) return null;
    own.open += 1;
    const done = waits ? own.askingOthers.take(() => this.#askingOthers.take(work)) : this.#all.take(work);
    return done.finally(() => {
      own.open -= 1;
    });
  }
}
