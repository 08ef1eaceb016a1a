import { randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { WebSocket } from 'ws';
import type { FromHub, FromPage } from '../../hub/widget/chat-frames.ts';

/** A customer at the chat page, without the page: says things until the hub has each on its disk, whatever happens to the line. */
export class ChatCustomer {
  readonly #url: string;
  readonly #origin: string;
  readonly #unsaid = new Map<string, string>();
  readonly lines: Extract<FromHub, { t: 'lines' }>['lines'][number][] = [];
  #token: string | null = null;
  #socket: WebSocket | null = null;
  #ready = false;
  #working = false;

  /** @param chat the address of the chat page. */
  constructor(chat: string) {
    const url = new URL(chat);
    this.#origin = url.origin;
    this.#url = `${url.origin.replace(/^http/, 'ws')}/chat/socket`;
  }

  get waiting(): number {
    return this.#unsaid.size;
  }

  say(text: string): void {
    const id = randomUUID();
    this.#unsaid.set(id, text);
    // While there is work to do, what was said before has not been taken: this goes after it.
    if (this.#ready && !this.#working) this.#tell({ t: 'say', id, text });
  }

  /** Connects, or does nothing where the hub is away; call again later. */
  connect(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = new WebSocket(this.#url, { origin: this.#origin, rejectUnauthorized: false });
      this.#socket = socket;
      socket.once('open', () => this.#tell({ t: 'hello', token: this.#token, channel: null }));
      socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString('utf8')) as FromHub;
        if (frame.t === 'ready') {
          this.#token = frame.token;
          this.#ready = true;
          this.#working = false;
          for (const [id, text] of this.#unsaid) this.#tell({ t: 'say', id, text });
          resolve(true);
        } else if (frame.t === 'work') {
          this.#working = true;
          void solveChallenge({ challenge: frame.challenge, deriveKey }).then((solution) => solution !== null && this.#tell({ t: 'worked', solution }));
        } else if (frame.t === 'go-on') {
          this.#working = false;
          for (const [id, text] of this.#unsaid) this.#tell({ t: 'say', id, text });
        } else if (frame.t === 'taken') {
          this.#unsaid.delete(frame.id);
        } else if (frame.t === 'refused') {
          // Faster than the hub lets one visitor write, as it can be where several lines were lost in a row.
          setTimeout(() => this.#sayAgain(frame.id), 2_000).unref();
        } else if (frame.t === 'lines') {
          this.lines.push(...frame.lines);
        }
      });
      const ended = () => {
        if (this.#socket === socket) this.#ready = false;
        resolve(false);
      };
      socket.on('close', ended);
      socket.on('error', ended);
    });
  }

  /** Connects again when the line was lost. */
  async comeBack(): Promise<void> {
    if (!this.#ready) await this.connect();
  }

  leave(): void {
    this.#socket?.terminate();
    this.#ready = false;
  }

  #sayAgain(id: string): void {
    const text = this.#unsaid.get(id);
    if (this.#ready && !this.#working && text !== undefined) this.#tell({ t: 'say', id, text });
  }

  #tell(frame: FromPage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
