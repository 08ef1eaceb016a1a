/** Between two pieces of news to the consoles, in milliseconds: a morning on which everybody logs in is no flood. */
const apart = 1000;

/** Says that something has changed: at once, and then at most once a second for as long as it goes on. */
export class ConsoleNews {
  readonly #tell: () => void;
  #pause: NodeJS.Timeout | null = null;
  #again = false;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  changed(): void {
    if (this.#pause) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#tell();
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if (this.#again) this.changed();
    }, apart);
  }

  stop(): void {
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    this.#again = false;
  }
}
