import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '..', '..', '..', 'dist', 'hub', 'sealdesk.mjs');
const run = promisify(execFile);
const stopWithinMs = 15_000;

interface Ready {
  readonly ready: true;
  readonly url: string;
  readonly chat: string;
}

/** The hub as IT runs it: the built command, in a process of its own, driven by the command line only. */
export class Hub {
  readonly data: string;
  #process: ChildProcess | undefined;
  #ready: Ready | undefined;
  readonly log: string[] = [];

  constructor(data: string) {
    this.data = data;
  }

  /** Runs one `sealdesk` command and returns what it prints as JSON. @throws with what it wrote to standard error. */
  async command<T>(...args: readonly string[]): Promise<T> {
    const { stdout } = await run(process.execPath, [entry, ...args, '--data', this.data, '--json'], { timeout: 60_000 });
    return JSON.parse(stdout) as T;
  }

  get exists(): boolean {
    return existsSync(join(this.data, 'hub.db')) || existsSync(join(this.data, 'keys'));
  }

  get chat(): string {
    if (this.#ready === undefined) throw new Error('The hub is not running.');
    return this.#ready.chat;
  }

  get url(): string {
    if (this.#ready === undefined) throw new Error('The hub is not running.');
    return this.#ready.url;
  }

  /** Starts it; again on the same ports when it ran before. */
  async start(): Promise<void> {
    const port = (address: string | undefined) => (address === undefined ? '0' : new URL(address).port);
    const ports = ['--port', port(this.#ready?.url), '--chat-port', port(this.#ready?.chat)];
    const child = spawn(process.execPath, [entry, 'hub', 'start', '--data', this.data, ...ports], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    createInterface({ input: child.stderr }).on('line', (line) => this.log.push(line));
    const lines = createInterface({ input: child.stdout });
    const first = once(lines, 'line').then(([line]) => JSON.parse(String(line)) as Ready);
    const died = once(child, 'exit').then(([code]) => {
      throw new Error(`The hub ended with code ${String(code)} while starting:\n${this.log.slice(-20).join('\n')}`);
    });
    this.#ready = await Promise.race([first, died]);
    died.catch(() => undefined);
  }

  /** Ends it as IT would. */
  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it as a power cut would. */
  async crash(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
