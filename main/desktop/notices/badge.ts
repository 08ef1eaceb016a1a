import type { Timers } from '../../boundary/timers.ts';

/** Milliseconds in which changes are counted once. */
const soon = 1_000;

export interface BadgePorts {
  readonly timers: Timers;
  /** The agent's conversations with something unread. */
  readonly count: () => Promise<number>;
  readonly show: (unread: number) => void;
}

/** How many of the agent's conversations are unread, beside the icon. Locked, nothing is counted and nothing shown. */
export class Badge {
  readonly #ports: BadgePorts;
  #open = false;
  #shown = 0;
  #stop: (() => void) | null = null;

  constructor(ports: BadgePorts) {
    this.#ports = ports;
  }

  opened(): void {
    this.#open = true;
    this.changed();
  }

  closed(): void {
    this.#open = false;
    this.#stop?.();
    this.#stop = null;
    this.#show(0);
  }

  /** Something may be read, or unread. */
  changed(): void {
    if (!this.#open || this.#stop !== null) return;
    this.#stop = this.#ports.timers.after(soon, () => {
      this.#stop = null;
      // A vault that has closed meanwhile has nothing to count.
      this.#ports.count().then(
        (unread) => this.#open && this.#show(unread),
        () => undefined,
      );
    });
  }

  #show(unread: number): void {
    if (unread === this.#shown) return;
    this.#shown = unread;
    this.#ports.show(unread);
  }
}
