import type { WebSocket } from 'ws';
import { maxFrameBytes } from './page-frames.ts';

/** Frames of one page that wait for their turn; whose page sends more is none of ours. */
export const mostFrames = 100;
/** And bytes of them: above, its connection is not read until there are fewer, which slows the sender down. */
export const mostBytes = 2 * maxFrameBytes;

/** What one page has said and nobody has served yet: it is little of the hub's memory, however slow the hub is just then. */
export class WaitingFrames {
  readonly #socket: Pick<WebSocket, 'pause' | 'resume' | 'isPaused'>;
  #count = 0;
  #bytes = 0;

  constructor(socket: Pick<WebSocket, 'pause' | 'resume' | 'isPaused'>) {
    this.#socket = socket;
  }

  /** @returns false where there are too many already: this one is not among them */
  add(bytes: number): boolean {
    if (this.#count >= mostFrames) return false;
    this.#count += 1;
    this.#bytes += bytes;
    if (this.#bytes >= mostBytes) this.#socket.pause();
    return true;
  }

  served(bytes: number): void {
    this.#count -= 1;
    this.#bytes -= bytes;
    if (this.#socket.isPaused && this.#bytes < mostBytes) this.#socket.resume();
  }
}
