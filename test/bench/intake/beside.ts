import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { Called, type Job } from './caller.ts';

/** Another process of this folder, spoken to in messages. */
class Beside {
  readonly #child: ChildProcess;

  constructor(program: string, args: readonly string[] = []) {
    this.#child = fork(join(import.meta.dirname, program), args);
  }

  /** What it says next. Rejects where it ends instead. */
  async said(): Promise<unknown> {
    const over = new AbortController();
    try {
      const ended = once(this.#child, 'exit', { signal: over.signal }).then(([code]) => {
        throw new Error(`It ended with ${String(code)}.`);
      });
      return (await Promise.race([once(this.#child, 'message', { signal: over.signal }), ended]))[0];
    } finally {
      over.abort();
    }
  }

  tell(message: Job): void {
    this.#child.send(message);
  }

  stop(): void {
    this.#child.kill();
  }
}

/** The provider's end. */
export class Caller {
  readonly #process = new Beside('caller.ts');
  readonly #appSecret: string;
  #first = 0;

  constructor(appSecret: string) {
    this.#appSecret = appSecret;
  }

  /** Calls, each time with other messages. */
  async call(job: Pick<Job, 'url' | 'count' | 'connections' | 'perSecond'>): Promise<Called> {
    this.#process.tell({ ...job, appSecret: this.#appSecret, first: this.#first });
    this.#first += job.count;
    const called = Called.parse(await this.#process.said());
    if (called.refused > 0) throw new Error(`${called.refused} of ${job.count} were not taken.`);
    return called;
  }

  stop(): void {
    this.#process.stop();
  }
}

/** The endpoint that keeps nothing. */
export class BareEndpoint {
  readonly #process: Beside;
  readonly url: string;

  private constructor(process: Beside, url: string) {
    this.#process = process;
    this.url = url;
  }

  static async start(appSecret: string): Promise<BareEndpoint> {
    const process = new Beside('bare-endpoint.ts', [appSecret]);
    return new BareEndpoint(process, z.url().parse(await process.said()));
  }

  stop(): void {
    this.#process.stop();
  }
}
