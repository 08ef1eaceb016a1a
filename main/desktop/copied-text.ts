import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Timers } from '../boundary/timers.ts';

/** The system's clipboard, and on Linux what is selected, which the middle button pastes. */
export type CopyPlace = 'clipboard' | 'selection';

/** The system's clipboard as a port. */
export interface Clipboard {
  /** Empty where it holds no text. */
  readonly text: (place: CopyPlace) => Promise<string>;
  readonly clear: (place: CopyPlace) => void;
}

/** Milliseconds after the page says that something is being copied, until it has been. */
const copiedAfter = 150;

/**
 * Knows what was copied from our window, without keeping it: a keyed hash, so that the lock clears what
 * came from here and leaves what another program has put there since.
 */
export class CopiedText {
  readonly #clipboard: Clipboard;
  readonly #timers: Timers;
  readonly #key = randomBytes(32);
  readonly #copied = new Map<CopyPlace, Uint8Array>();
  readonly #awaited = new Map<CopyPlace, () => void>();
  /** One thing after the other, so that a lock right after a copy finds it. */
  #work: Promise<void> = Promise.resolve();

  constructor(clipboard: Clipboard, timers: Timers) {
    this.#clipboard = clipboard;
    this.#timers = timers;
  }

  /** Something is being copied from our window at this moment. */
  copying(place: CopyPlace): void {
    this.#awaited.get(place)?.();
    this.#awaited.set(place, this.#timers.after(copiedAfter, () => this.#record(place)));
  }

  /** Clears what still holds what was copied from here; never rejects. */
  clear(): Promise<void> {
    for (const [place, stop] of this.#awaited) {
      stop();
      this.#record(place);
    }
    return this.#then(async () => {
      const copied = [...this.#copied];
      this.#copied.clear();
      for (const [place, hash] of copied) {
        if (timingSafeEqual(this.#hash(await this.#clipboard.text(place)), hash)) this.#clipboard.clear(place);
      }
    });
  }

  #record(place: CopyPlace): void {
    this.#awaited.delete(place);
    void this.#then(async () => {
      const text = await this.#clipboard.text(place);
      if (text === '') this.#copied.delete(place);
      else this.#copied.set(place, this.#hash(text));
    });
  }

  /** A clipboard that can't be read is left as it is. */
  #then(task: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(task).catch(() => undefined);
    return this.#work;
  }

  #hash(text: string): Uint8Array {
    return createHmac('sha256', this.#key).update(text).digest();
  }
}
