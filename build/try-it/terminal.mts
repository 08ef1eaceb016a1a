// The launcher's terminal: lines that stay, and below them one live line that changes in place (a question, what is being
// typed, the phone's code and its seconds). What is typed shows only there, so that a pasted key is gone once it is read.
// Without a terminal (a pipe, a log) there is no live line, and everything else is the same.
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

export class Terminal {
  readonly #onTerminal = process.stdout.isTTY && process.stdin.isTTY;
  readonly #reader: Interface;
  #live = '';
  #hidden = false;

  constructor() {
    this.#reader = createInterface({
      input: process.stdin,
      // Nothing is echoed by the reader: the live line shows it.
      output: new Writable({ write: (_chunk, _encoding, done) => done() }),
      terminal: this.#onTerminal,
      historySize: 0,
    });
    // A terminal that was closed must not end us before the hub and the mail server are stopped.
    for (const one of [this.#reader, process.stdin, process.stdout, process.stderr]) one.on('error', () => {});
    if (this.#onTerminal) process.stdin.on('keypress', this.#draw);
    // In this mode Ctrl-C reaches the reader as a key.
    this.#reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  }

  /** Whether the live line can be seen. */
  get isLive(): boolean {
    return this.#onTerminal;
  }

  say(text = ''): void {
    this.#clear();
    process.stdout.write(`${text}\n`);
    this.#draw();
  }

  /** Changes the live line. `hidden`: what is typed shows as dots. */
  live(text: string, { hidden = false } = {}): void {
    if (text === this.#live && hidden === this.#hidden) return;
    this.#live = text;
    this.#hidden = hidden;
    this.#draw();
  }

  onLine(heard: (line: string) => void): void {
    this.#reader.on('line', (line) => heard(line.trim()));
  }

  close(): void {
    this.#clear();
    this.#live = '';
    process.stdin.off('keypress', this.#draw);
    try {
      this.#reader.close();
    } catch {
      // The terminal itself is gone; there is no mode to give back to it.
    }
  }

  readonly #draw = (): void => {
    if (!this.#onTerminal || this.#live === '') return;
    const typed = this.#hidden ? '•'.repeat(this.#reader.line.length) : this.#reader.line;
    // A line that wrapped could not be taken back.
    const room = process.stdout.columns - 1;
    process.stdout.write(`\r\u001b[K${`${this.#live}${typed}`.slice(0, room)}`);
  };

  #clear(): void {
    if (this.#onTerminal && this.#live !== '') process.stdout.write('\r\u001b[K');
  }
}
