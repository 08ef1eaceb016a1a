import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { wholeBuffer } from '../../../shared/trust/bytes.ts';
import type { Log } from '../../ports.ts';
import { headOf } from './headers.ts';
import { type MailToRead, type ReadMail, setAsideMail } from './mail-to-read.ts';

/** Longest that one mail may be read, in milliseconds, and for each MiB of it. The largest honest one takes five seconds, several times that where the machine has much else to do. */
const readingLimit = 15_000;
const perMebibyte = 300;
/** And longest that the thread may take to begin, on a machine that has much to do. */
const startLimit = 60_000;
/** MiB; the largest honest mail takes less than half. */
const memoryLimit = 1024;

type FromThread = { readonly begun: true } | { readonly read: ReadMail | null };

/** Beside the bundle, or the source where the sources run as they are. */
const entry = import.meta.filename.endsWith('.ts') ? join(import.meta.dirname, '..', '..', 'mail-reader.ts') : join(import.meta.dirname, 'mail-reader.mjs');

/**
 * Reads mail in a thread of its own, within a time and a size. Parsers of mail and HTML meet
 * everything strangers think of, and some of that costs them minutes or all memory; devices and
 * the chat must not wait meanwhile. A mail that goes beyond is set aside as unreadable; its original is
 * kept as that of any other.
 */
export class ReadingThread {
  readonly #log: Log;
  readonly #limit: number;
  #worker: Worker | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(log: Log, limit = readingLimit) {
    this.#log = log;
    this.#limit = limit;
  }

  /** Never rejects. One mail after the other. The mail's bytes go over to the thread, where they are not part of something larger: nothing is left of them here. */
  read(mail: MailToRead): Promise<ReadMail> {
    const reading = this.#turn.then(async () => {
      const [bytes, head] = [mail.raw.length, headOf(mail.raw)];
      const read = await this.#read(mail);
      if (read !== null) return read;
      this.#log.warn('mail.set-aside', { bytes });
      return setAsideMail({ ...mail, raw: head });
    });
    this.#turn = reading;
    return reading;
  }

  async close(): Promise<void> {
    await this.#end();
  }

  /** @returns null when the thread could not read it, in time or at all. */
  #read(mail: MailToRead): Promise<ReadMail | null> {
    const worker = (this.#worker ??= this.#start());
    const limit = this.#limit + (perMebibyte * mail.raw.length) / 1024 ** 2;
    return new Promise((resolve) => {
      let timer = setTimeout(() => settle(null), startLimit);
      const settle = (read: ReadMail | null) => {
        clearTimeout(timer);
        worker.off('message', heard).off('exit', ended);
        // What hangs or has failed is not asked again.
        if (read === null) void this.#end().then(() => resolve(null));
        else resolve(read);
      };
      const heard = (message: FromThread) => {
        if ('read' in message) return settle(message.read);
        clearTimeout(timer);
        timer = setTimeout(() => settle(null), limit);
      };
      const ended = () => settle(null);
      worker.on('message', heard).once('exit', ended);
      const buffer = wholeBuffer(mail.raw);
      worker.postMessage(mail, buffer === null ? [] : [buffer]);
    });
  }

  #start(): Worker {
    // Libraries write warnings there that may say something of the mail.
    const worker = new Worker(entry, { execArgv: [], argv: [], stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: memoryLimit } });
    worker.stdout.resume();
    worker.stderr.resume();
    // Told by `exit`; the text could quote the mail.
    worker.on('error', () => undefined);
    // Idle, it keeps nobody from ending.
    worker.unref();
    return worker;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
