import { Worker } from 'node:worker_threads';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { FromThread, Requests, ThreadNotice, ToThread } from './thread-protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds a thread that has closed its database may take to be gone before it is terminated. */
const leavingLimit = 2_000;

/** The core's end of one thread: requests with answers, notices, and the end of the thread. */
export class ThreadClient<R extends { [N in keyof R]: { in: unknown; out: unknown } } = Requests> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #now: () => number;
  readonly #ended: Promise<void>;
  readonly #leaving: ToThread[] = [];
  readonly #transfer: ArrayBuffer[] = [];
  #nextId = 1;
  #over = false;

  constructor(
    file: string,
    options: { readonly now: () => number; readonly notice: (notice: ThreadNotice) => void; readonly died: () => void },
  ) {
    this.#now = options.now;
    // The arguments of the process are none of the thread's business.
    this.#worker = new Worker(file, { execArgv: [], argv: [] });
    this.#worker.on('message', (messages: readonly FromThread[]) => {
      for (const message of messages) {
        if ('notice' in message) options.notice(message);
        else this.#settle(message);
      }
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        const unexpected = !this.#over;
        this.#over = true;
        for (const waiting of this.#waiting.values()) waiting.reject(closed());
        this.#waiting.clear();
        if (unexpected) options.died();
        resolve();
      });
    });
    // What went wrong is told by `exit`; its text could hold what was being stored.
    this.#worker.on('error', () => undefined);
  }

  request<N extends keyof R & string>(name: N, input: R[N]['in'], transfer: readonly ArrayBuffer[] = []): Promise<R[N]['out']> {
    if (this.#over) return Promise.reject(closed());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      if (this.#leaving.length === 0) queueMicrotask(() => this.#post());
      this.#leaving.push({ id, name, input, now: this.#now() });
      this.#transfer.push(...transfer);
    });
  }

  /** What was asked in one go crosses in one message: mail comes in by the hundred. */
  #post(): void {
    this.#worker.postMessage(this.#leaving.splice(0), this.#transfer.splice(0));
  }

  /**
   * Asks the thread to close its database; it then ends by itself. Terminating is for one that does not: it stops a
   * thread wherever its JavaScript stands, also half-way through loading an addon or inside one's callback, and addons
   * answer that by aborting the whole process.
   */
  async close(): Promise<void> {
    if (!this.#over) {
      const closing = this.request('close' as keyof R & string, null).catch(() => undefined);
      this.#over = true;
      await closing;
    }
    const limit = setTimeout(() => void this.#worker.terminate(), leavingLimit);
    await this.#ended;
    clearTimeout(limit);
  }

  #settle(message: Extract<FromThread, { id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new SealdeskError(message.error.kind, message.error.message));
  }
}

function closed(): SealdeskError {
  return new SealdeskError('vault-closed', 'Sealdesk is locked. Unlock it and try again.');
}
