import type { FromPage } from './chat-frames.ts';

interface Wanted {
  readonly file: string;
  readonly use: (ticket: string | null) => void;
}

/** Where a file of the shop's is, for one time. */
export const addressOf = (ticket: string) => `file/${ticket}${location.search}`;

/** Files of the shop's that are wanted: the hub gives a ticket for each, in the order in which they were asked for. */
export class Tickets {
  readonly #say: (frame: FromPage) => boolean;
  #wanted: Wanted[] = [];

  constructor(say: (frame: FromPage) => boolean) {
    this.#say = say;
  }

  /** @param use gets null for a file that is not there, or not now. @returns false where there is no connection. */
  want(file: string, use: Wanted['use']): boolean {
    if (!this.#say({ t: 'file-open', id: file })) return false;
    this.#wanted.push({ file, use });
    return true;
  }

  came(file: string, ticket: string | null): void {
    const place = this.#wanted.findIndex((each) => each.file === file);
    if (place >= 0) this.#wanted.splice(place, 1)[0]?.use(ticket);
  }

  /** The connection that would bring them is gone. */
  lost(): void {
    this.#wanted = [];
  }
}
