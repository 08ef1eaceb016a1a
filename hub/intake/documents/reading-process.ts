import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../ports.ts';
import { maxDocumentBytes } from './bounds.ts';
import { type DocumentToLookInto, LookedInto } from './look-into.ts';
import { fromSources, hubFolder, startWithoutRights } from './without-rights.ts';

/** Longest that one document may be read, in milliseconds, without pictures and with them. */
const readingLimit = 20_000;
const pictureLimit = 90_000;
/** And longest that the process may take to begin, on a machine that has much to do. */
const startLimit = 60_000;
/** Idle, it is ended after so long, and what it has read goes with its memory. */
const idleLimit = 10_000;
/** MiB of all that the process has in memory: what a document inflates to lies beside the heap. */
const memoryLimit = 1_536;

const FromProcess = z.union([z.object({ begun: z.literal(true) }), z.object({ looked: LookedInto.nullable() })]);

/** Beside the bundle, or the source where the sources run as they are. */
const entry = join(hubFolder, fromSources ? 'document-reader.ts' : 'document-reader.mjs');

export interface ReadingLimits {
  /** In milliseconds. */
  readonly reading: number;
  readonly pictures: number;
  /** In MiB. */
  readonly memory: number;
}

/**
 * Looks into documents in a process of its own, within a time, a memory and rights. What reads PDF and office documents
 * meets everything strangers think of; the hub's loop, its database and its keys are not for it. The process may read the program's own
 * files and nothing else on the disk, write nothing, start nothing but the threads of OCR, and has no environment and no network.
 * A document that goes beyond was not looked into.
 */
export class ReadingProcess {
  readonly #log: Log;
  readonly #limits: ReadingLimits;
  #child: { readonly process: ChildProcess; readonly pictures: boolean } | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(log: Log, limits: ReadingLimits = { reading: readingLimit, pictures: pictureLimit, memory: memoryLimit }) {
    this.#log = log;
    this.#limits = limits;
  }

  /** Never rejects. One document after the other. @returns null when it could not be looked into, in time or at all. */
  look(document: DocumentToLookInto): Promise<LookedInto | null> {
    const looking = this.#turn.then(async () => {
      if (document.bytes.length > maxDocumentBytes) return null;
      clearTimeout(this.#idle);
      const looked = await this.#look(document);
      if (looked === null) this.#log.warn('document.not-read', { bytes: document.bytes.length });
      else if (looked.unreadPictures.length > 0) this.#log.info('document.pictures-not-read', { bytes: document.bytes.length, why: looked.unreadPictures.join(' ') });
      this.#idle = setTimeout(() => void this.close(), idleLimit);
      this.#idle.unref();
      return looked;
    });
    this.#turn = looking;
    return looking;
  }

  /** Ends the process, whatever it is at. */
  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const child = this.#child?.process;
    this.#child = null;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise<void>((resolve) => {
      child.ref();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  }

  async #look(document: DocumentToLookInto): Promise<LookedInto | null> {
    // One that ended by itself is not asked. Threads are allowed where OCR needs them only.
    if (this.#child?.process.connected !== true || this.#child.pictures !== document.pictures) await this.close();
    const child = (this.#child ??= { process: startWithoutRights(entry, document.pictures), pictures: document.pictures }).process;
    return new Promise((resolve) => {
      let timer = setTimeout(() => settle(null), startLimit);
      const watch = setInterval(() => {
        if (residentMiB(child.pid) > this.#limits.memory) settle(null);
      }, memoryInterval);
      const settle = (looked: LookedInto | null) => {
        clearTimeout(timer);
        clearInterval(watch);
        child.off('message', heard).off('exit', ended);
        child.unref();
        child.channel?.unref();
        // What hangs or has failed is not asked again.
        if (looked === null) void this.close().then(() => resolve(null));
        else resolve(looked);
      };
      const heard = (message: unknown) => {
        const { data } = FromProcess.safeParse(message);
        if (data === undefined) return settle(null);
        if ('looked' in data) return settle(data.looked);
        clearTimeout(timer);
        timer = setTimeout(() => settle(null), document.pictures ? this.#limits.pictures : this.#limits.reading);
      };
      const ended = () => settle(null);
      child.ref();
      child.channel?.ref();
      child.on('message', heard).once('exit', ended);
      child.send(document, (error) => {
        if (error !== null) settle(null);
      });
    });
  }
}

/** Between two looks at its memory, in milliseconds. */
const memoryInterval = 100;

/** What a process has in memory; 0 where the system does not tell it in this way (Linux does, proc(5)), or the process has ended. */
function residentMiB(pid: number | undefined): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * 4096) / (1024 * 1024);
  } catch {
    return 0;
  }
}
