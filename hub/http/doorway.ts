import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { callerOf } from './networks.ts';

export interface MostInDoorway {
  readonly ofCaller: number;
  readonly ofAll: number;
}

/** Connections that have not become a laptop's or a chat page's own, which are counted there. A whole office may come back at once behind one address. */
export const mostInDoorway: MostInDoorway = { ofCaller: 2_000, ofAll: 6_000 };

type Ends = Pick<Socket, 'remoteAddress' | 'remotePort'>;
/** One connection of those that are open, by whichever of its layers it is asked for. */
const nameOf = ({ remoteAddress, remotePort }: Ends): string => `${remoteAddress ?? ''} ${remotePort ?? ''}`;

/** Who stands between connecting and being let in, or is being answered: nobody fills it for all others. */
export class Doorway {
  readonly #most: MostInDoorway;
  readonly #ofCaller = new Map<string, number>();
  /** By connection, who it is of. */
  readonly #here = new Map<string, { readonly caller: string }>();

  constructor(most: MostInDoorway = mostInDoorway) {
    this.#most = most;
  }

  get size(): number {
    return this.#here.size;
  }

  /** Takes a connection in, or ends it. */
  enter(socket: Socket): void {
    const caller = callerOf(socket.remoteAddress);
    const name = nameOf(socket);
    // Whoever has gone again has no address.
    if (socket.remoteAddress === undefined || (this.#ofCaller.get(caller) ?? 0) >= this.#most.ofCaller || this.#here.size >= this.#most.ofAll) {
      // Without a word: one would have to be kept until it is read.
      socket.destroy();
      return;
    }
    const here = { caller };
    this.#here.set(name, here);
    this.#ofCaller.set(caller, (this.#ofCaller.get(caller) ?? 0) + 1);
    // Another connection may have the same two ends by the time that this one is heard to have closed.
    socket.once('close', () => {
      if (this.#here.get(name) === here) this.#leave(name);
    });
  }

  /** It is counted elsewhere from now on. */
  passOn(socket: Ends): void {
    this.#leave(nameOf(socket));
  }

  #leave(name: string): void {
    const caller = this.#here.get(name)?.caller;
    if (caller === undefined) return;
    this.#here.delete(name);
    const left = (this.#ofCaller.get(caller) ?? 1) - 1;
    if (left === 0) this.#ofCaller.delete(caller);
    else this.#ofCaller.set(caller, left);
  }
}

/** Says one last thing, and ends. Without the first line, whoever never closes their side would keep the connection: the server leaves it half open. */
export function endWith(socket: Duplex, text: string): void {
  socket.once('finish', () => socket.destroy());
  socket.end(text);
}
