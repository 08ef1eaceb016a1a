import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { VaultCallName, VaultEvent, VaultInput, VaultOutput, VaultProcess } from '../boundary/vault-process.ts';
import type { Timers } from '../boundary/timers.ts';

/** How long the vault may take to close itself before the process is ended regardless. */
const closeLimit = 3_000;
/** How long an ended process may take to be gone before a new one is started regardless. */
const exitLimit = 5_000;
/** Waits between restarts after crashes: doubled from the first to the last. */
const firstWait = 250;
const lastWait = 30_000;
/** A process that lived this long was not part of a series of crashes. */
const livedWell = 60_000;

export interface SupervisorPorts {
  readonly start: () => VaultProcess;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onStarted: (process: VaultProcess) => void;
  readonly onEvent: (event: VaultEvent) => void;
  /** A process that was told to go has closed its vault, or was not asked to; it is ended next. */
  readonly onRetired: () => void;
  /** The process ended though nobody ended it. Another one is on its way. */
  readonly onLost: () => void;
}

/** Takes the ticket of a short lock from the process that is closed. */
export type TicketTaker = (closed: VaultOutput<'vault.close'>) => void;

interface Running {
  readonly process: VaultProcess;
  readonly startedAt: number;
  /** Rejects what waits for an answer. */
  readonly waiting: Set<(reason: Error) => void>;
  readonly gone: Promise<void>;
}

const ended = () => new SealdeskError('vault-ended', 'The vault was closed before it answered.');

/** Keeps exactly one vault process running: starts it, replaces it at a lock, starts it again after a crash. */
export class VaultSupervisor {
  readonly #ports: SupervisorPorts;
  #running: Running | null = null;
  #queued: { run: (running: Running) => void; reject: (reason: Error) => void }[] = [];
  #change: Promise<void> = Promise.resolve();
  #crashes = 0;
  /** Processes on their way out; the next one waits until they are gone. */
  #retiring = 0;
  #leaving: Running | null = null;
  #over = false;

  constructor(ports: SupervisorPorts) {
    this.#ports = ports;
  }

  start(): void {
    if (this.#over || this.#running !== null || this.#retiring > 0) return;
    let process: VaultProcess;
    try {
      process = this.#ports.start();
    } catch {
      this.#startLater();
      return;
    }
    let leave: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const running: Running = { process, startedAt: this.#ports.clock.monotonic(), waiting: new Set(), gone };
    this.#running = running;
    process.onExit(() => {
      leave();
      this.#exited(running);
    });
    process.onEvent((event) => {
      // A process on its way out may still take leave of the hub; nothing else it says is of interest.
      if (this.#running === running || (this.#leaving === running && event.kind === 'send')) this.#ports.onEvent(event);
    });
    this.#ports.onStarted(process);
    const queued = this.#queued;
    this.#queued = [];
    for (const { run } of queued) run(running);
  }

  /** Asks the running process, or the next one when there is none at the moment. */
  call<N extends VaultCallName>(name: N, input: VaultInput<N>, asker?: Uint8Array): Promise<VaultOutput<N>> {
    return new Promise((resolve, reject) => {
      if (this.#over) {
        reject(ended());
        return;
      }
      const run = (running: Running) => {
        running.waiting.add(reject);
        const stillWaiting = () => running.waiting.delete(reject);
        running.process.call(name, input, asker).then(
          (value) => {
            if (stillWaiting()) resolve(value);
          },
          (error: unknown) => {
            stillWaiting();
            reject(error instanceof Error ? error : new Error('The vault process failed.'));
          },
        );
      };
      if (this.#running === null) this.#queued.push({ run, reject });
      else run(this.#running);
    });
  }

  /** Ends the process, after it has closed the vault where `close` says so, and starts a new one. */
  replace(options: { readonly close: boolean; readonly ticket?: TicketTaker | null }): Promise<void> {
    this.#change = this.#retire(options.close, options.ticket ?? null).then(() => this.start());
    return this.#change;
  }

  /** Ends the process for good. */
  end(options: { readonly close: boolean }): Promise<void> {
    this.#over = true;
    for (const { reject } of this.#queued.splice(0)) reject(ended());
    this.#change = this.#retire(options.close, null);
    return this.#change;
  }

  async #retire(close: boolean, ticket: TicketTaker | null): Promise<void> {
    const running = this.#running;
    // From here on calls wait for the next process, and answers of this one are not handed out.
    this.#running = null;
    for (const reject of running?.waiting ?? []) reject(ended());
    running?.waiting.clear();
    this.#retiring += 1;
    try {
      await this.#change;
      if (running === null) return;
      this.#leaving = running;
      if (close) {
        const closed = running.process.call('vault.close', { keepTicket: ticket !== null });
        await this.#within(closeLimit, closed.then((answer) => ticket?.(answer)));
      }
      this.#leaving = null;
      this.#ports.onRetired();
      running.process.kill();
      await this.#within(exitLimit, running.gone);
    } finally {
      this.#retiring -= 1;
    }
  }

  #within(limit: number, work: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#ports.timers.after(limit, resolve);
      const settled = () => {
        cancel();
        resolve();
      };
      work.then(settled, settled);
    });
  }

  #exited(running: Running): void {
    for (const reject of running.waiting) reject(ended());
    running.waiting.clear();
    if (this.#running !== running) return;
    this.#running = null;
    if (this.#ports.clock.monotonic() - running.startedAt >= livedWell) this.#crashes = 0;
    this.#ports.onLost();
    this.#startLater();
  }

  #startLater(): void {
    const wait = Math.min(lastWait, firstWait * 2 ** this.#crashes);
    this.#crashes += 1;
    this.#ports.timers.after(wait, () => this.start());
  }
}
