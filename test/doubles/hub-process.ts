import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '..', '..', 'hub', 'sealdesk.ts');
const environment = { ...process.env, NODE_NO_WARNINGS: '1' };

export class CommandFailed extends Error {
  readonly answer: unknown;
  constructor(args: readonly string[], complaint: string, answer: unknown) {
    super(`sealdesk ${args.join(' ')}: ${complaint.trim()}`);
    this.answer = answer;
  }
}

/** Runs the `sealdesk` command from its sources. @returns what it printed. @throws CommandFailed */
export function sealdesk(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { env: environment, stdio: 'pipe' });
    let out = '';
    let complaint = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new CommandFailed(args, complaint || out, out))));
    child.stdin.end(input);
  });
}

/** The real hub in a process of its own, on a data folder of its own. */
export class HubProcess {
  readonly data: string;
  url = '';
  chat = '';
  log = '';
  #child: ChildProcess | null = null;

  private constructor(data: string) {
    this.data = data;
  }

  /** Makes a try-it hub with one agent. */
  static async make(agentEmail: string, agentName: string): Promise<HubProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'sealdesk-hub-'));
    const hub = new HubProcess(join(folder, 'hub'));
    await sealdesk(['hub', 'init', '--data', hub.data, '--org', 'Nordlicht Versand', '--try-it']);
    await hub.ask('agent', 'add', '--email', agentEmail, '--name', agentName, '--role', 'agent');
    return hub;
  }

  /** A hub on a folder that is there already. */
  static on(data: string): HubProcess {
    return new HubProcess(data);
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, 'hub', 'start', '--data', this.data], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stderr.on('data', (data: Buffer) => (this.log += data.toString()));
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The hub ended with ${code}.\n${this.log}`)));
      createInterface({ input: child.stdout }).once('line', (line) => {
        const { url, chat } = JSON.parse(line) as { url: string; chat: string };
        this.url = url;
        this.chat = chat;
        resolve();
      });
    });
  }

  /** Runs a command on this hub with `--json`. */
  async ask<T = unknown>(...args: string[]): Promise<T> {
    return JSON.parse(await sealdesk([...args, '--data', this.data, '--json'])) as T;
  }

  async invite(agentEmail: string): Promise<string> {
    return (await this.ask<{ invite: string }>('device', 'invite', '--agent', agentEmail)).invite;
  }

  /** SIGTERM and an orderly end, or SIGKILL in the middle of whatever it does. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill(signal);
    return ended;
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }
}
