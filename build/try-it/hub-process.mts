// The hub as IT runs it: a process of its own, driven by the `sealdesk` command and nothing else. The try-it
// organisation stands on it, and so do the tests.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { twoFreePorts } from '../mail/dovecot.mts';

const readyWithinMs = 120_000;
const endsWithinMs = 60_000;
/** Of what the hub writes to standard error, as much as says why it ended. */
const linesKept = 200;

export class CommandFailed extends Error {
  /** What it printed, where it printed anything. */
  readonly answer: string;

  constructor(args: readonly string[], complaint: string, answer: string) {
    super(`sealdesk ${args.join(' ')}: ${complaint.trim() || answer.trim()}`);
    this.answer = answer;
  }
}

export interface Device {
  readonly id: string;
  readonly state: string;
  /** Sixty digits, in groups of five. */
  readonly safetyNumber: string;
}

interface Ready {
  readonly url: string;
  readonly chat: string;
}

export interface HubProcessOptions {
  /** The `sealdesk` command: built, or its source. */
  readonly program: string;
  readonly data: string;
  /** Where it listens from the first start on; otherwise two that nobody is given by the system while it is down. */
  readonly ports?: { readonly hub: number; readonly chat: number };
}

export class HubProcess {
  readonly data: string;
  readonly log: string[] = [];
  readonly #program: string;
  #ports: { readonly hub: number; readonly chat: number } | null;
  #process: ChildProcess | undefined;
  #ready: Ready | undefined;

  constructor({ program, data, ports }: HubProcessOptions) {
    this.#program = program;
    this.data = data;
    this.#ports = ports ?? null;
  }

  /** Where workstations find it. */
  get url(): string {
    return this.#running().url;
  }

  /** The chat page. */
  get chat(): string {
    return this.#running().chat;
  }

  /** Runs a `sealdesk` command on this hub's data and returns what it prints. @throws CommandFailed */
  run(...args: readonly string[]): Promise<string> {
    const all = [...args, '--data', this.data];
    return new Promise((resolve, reject) => {
      const child = this.#spawn(all);
      let out = '';
      let complaint = '';
      child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
      child.stderr?.on('data', (data: Buffer) => (complaint += data.toString()));
      child.once('error', reject);
      child.once('close', (code) => (code === 0 ? resolve(out) : reject(new CommandFailed(all, complaint, out))));
    });
  }

  /** The same, with an answer to work with. */
  async command<T = unknown>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(...args, '--json')) as T;
  }

  /** Makes an organisation for trying out, in an empty data folder. */
  async init(organisation: string): Promise<void> {
    await this.run('hub', 'init', '--org', organisation, '--try-it');
  }

  async addAgent(email: string, name: string): Promise<void> {
    await this.run('agent', 'add', '--email', email, '--name', name, '--role', 'agent');
  }

  async invite(agentEmail: string): Promise<string> {
    return (await this.command<{ invite: string }>('device', 'invite', '--agent', agentEmail)).invite;
  }

  devices(): Promise<Device[]> {
    return this.command<Device[]>('device', 'list');
  }

  async approve(deviceId: string): Promise<void> {
    await this.run('device', 'approve', deviceId);
  }

  async deny(deviceId: string): Promise<void> {
    await this.run('device', 'deny', deviceId);
  }

  /** Resolves when it is ready; again on the same ports when it ran before: workstations and open chat pages know them. */
  async start(): Promise<void> {
    if (this.#ports === null) {
      const [hub, chat] = await twoFreePorts();
      this.#ports = { hub, chat };
    }
    const child = this.#spawn(['hub', 'start', '--data', this.data, '--port', String(this.#ports.hub), '--chat-port', String(this.#ports.chat)]);
    this.#process = child;
    if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', (line) => this.#keep(line));
    await new Promise<void>((resolve, reject) => {
      const tooLate = setTimeout(() => {
        child.kill('SIGKILL');
        reject(this.#failure(`was not ready after ${readyWithinMs / 1000} s`));
      }, readyWithinMs);
      const settle = () => clearTimeout(tooLate);
      child.once('error', (error) => {
        settle();
        reject(error);
      });
      // `close`, not `exit`: by then its last words have been read.
      child.once('close', (code, signal) => {
        settle();
        reject(this.#failure(`ended with ${signal ?? `code ${code}`} before it was ready`));
      });
      createInterface({ input: child.stdout ?? new PassThrough() }).once('line', (line) => {
        settle();
        this.#ready = JSON.parse(line) as Ready;
        resolve();
      });
    });
  }

  /** Resolves when it has ended, by itself or because it was told to. */
  async ended(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => child.once('exit', resolve));
  }

  /** Ends it as IT would. @returns its exit code; null when it had to be killed, or wasn't running. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Ends it as a power cut would. */
  async crash(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    if (child === undefined) return null;
    const ended = this.ended();
    child.kill(signal);
    const patience = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
    await ended;
    clearTimeout(patience);
    this.#process = undefined;
    return child.exitCode;
  }

  #spawn(args: readonly string[]): ChildProcess {
    // Node's own warnings (SQLite, type stripping) are no words of the hub.
    return spawn(process.execPath, [this.#program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_NO_WARNINGS: '1' } });
  }

  #keep(line: string): void {
    this.log.push(line);
    if (this.log.length > linesKept) this.log.shift();
  }

  #running(): Ready {
    if (this.#ready === undefined) throw new Error('The hub is not running.');
    return this.#ready;
  }

  #failure(what: string): Error {
    return new Error(`The hub ${what}.\n${this.log.slice(-20).join('\n')}`);
  }
}
