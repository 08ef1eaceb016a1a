import type { FromHub, FromPage } from './chat-frames.ts';
import { language } from './words.ts';

export interface ConnectionEvents {
  readonly opened: () => void;
  readonly heard: (frame: FromHub) => void;
  readonly lost: () => void;
}

/** Wait before the n-th new connection, in milliseconds, the last one again and again. */
const reconnectAfter = [500, 1_500, 5_000, 15_000] as const;

/** A WebSocket to the hub the page came from, which comes back by itself. */
export class Connection {
  readonly #events: ConnectionEvents;
  readonly #address: string;
  #socket: WebSocket | null = null;
  #failures = 0;

  constructor(events: ConnectionEvents) {
    this.#events = events;
    const url = new URL(`socket${location.search}`, location.href);
    // In which the hub answers.
    url.searchParams.set('language', language);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#address = url.href;
    // Back online, or looked at again: no need to wait any longer.
    addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => this.#retryNow());
    this.#connect();
  }

  /** @returns false when there is no connection; what matters is said again once it is back. */
  say(frame: FromPage): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** A piece of a file; where there is no connection, it is sent again from the beginning. */
  sendBytes(bytes: ArrayBuffer): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  /** Another connection in the place of this one: another person speaks from here on. */
  restart(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#connect();
  }

  #connect(): void {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      if (this.#socket !== socket) return;
      this.#failures = 0;
      this.#events.opened();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      // What was on its way to the one before is not for the next.
      if (typeof data === 'string' && this.#socket === socket) this.#events.heard(JSON.parse(data) as FromHub);
    });
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#events.lost();
      const wait = reconnectAfter[Math.min(this.#failures, reconnectAfter.length - 1)] ?? 15_000;
      this.#failures += 1;
      setTimeout(() => {
        if (this.#socket === null) this.#connect();
      }, wait * (1 + Math.random() / 2));
    });
  }

  #retryNow(): void {
    if (this.#socket === null && document.visibilityState === 'visible') this.#connect();
  }
}
