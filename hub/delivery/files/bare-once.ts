import type { OutgoingFile } from '../../channels/channel.ts';
import { bareFile } from './bare-file.ts';

export interface Reading {
  readonly file: OutgoingFile;
  /** Nobody reads it here any more. May be said twice. */
  readonly done: () => void;
}

/**
 * A picture is in memory as a whole while somebody takes it, and a visitor can take their time, with many connections at once: it is there once for all who read it at a time.
 * So what can be held is what was sent, not how often it is asked for.
 */
export class BareOnce {
  readonly #read = new Map<string, { readonly bare: Promise<OutgoingFile | null>; readers: number }>();

  /** @returns null for a picture that does not leave. */
  async read(file: OutgoingFile): Promise<Reading | null> {
    const held = this.#read.get(file.id) ?? { bare: bareFile(file), readers: 0 };
    this.#read.set(file.id, held);
    held.readers += 1;
    let reads = true;
    const done = () => {
      if (!reads) return;
      reads = false;
      held.readers -= 1;
      if (held.readers === 0) this.#read.delete(file.id);
    };
    try {
      const bare = await held.bare;
      if (bare !== null) return { file: bare, done };
    } catch (error) {
      done();
      throw error;
    }
    done();
    return null;
  }
}
