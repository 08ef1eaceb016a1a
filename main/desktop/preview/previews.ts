import type { Shown } from '../../../shared/contract/ipc/attachments.ts';
import { FromPreview, type ToPreview } from '../../../shared/contract/preview.ts';
import type { AttachmentPlace } from '../../boundary/vault-process.ts';
import type { Timers } from '../../boundary/timers.ts';
import { ChunkReads } from './chunk-reads.ts';

/** Milliseconds a page may take to be drawn. What takes longer was made to. */
const drawLimit = 20_000;
/** Milliseconds after the last page until the process goes, which holds what it has read. */
const idleLimit = 120_000;

/** A process that draws one attachment: a renderer of its own in Electron. */
export interface PreviewProcess {
  post(message: ToPreview): void;
  onMessage(listener: (message: unknown) => void): void;
  /** It has ended, by itself or otherwise. */
  onGone(listener: () => void): void;
  kill(): void;
}

export interface PreviewPorts {
  readonly timers: Timers;
  readonly start: () => PreviewProcess;
  /** One chunk, opened; null where it cannot be read. */
  readonly chunk: (place: AttachmentPlace, index: number) => Promise<Uint8Array<ArrayBuffer> | null>;
}

export interface Page {
  readonly place: AttachmentPlace;
  /** Of the whole attachment, in bytes. */
  readonly size: number;
  readonly page: number;
  /** In points. */
  readonly width: number;
}

interface Waiting {
  readonly id: number;
  readonly settle: (shown: Shown) => void;
}

/**
 * Draws pages of attachments, each attachment in a process made for it alone: whatever is in a picture or a PDF can do
 * harm to nothing but itself there. The process gets bytes and gives back points. It never outlives a lock.
 */
export class Previews {
  readonly #ports: PreviewPorts;
  #running: { readonly place: AttachmentPlace; readonly process: PreviewProcess; readonly reads: ChunkReads } | null = null;
  #waiting: Waiting | null = null;
  #lastId = 0;
  #stopWaiting: () => void = () => undefined;

  constructor(ports: PreviewPorts) {
    this.#ports = ports;
  }

  /** Draws one page; one that is being drawn is dropped. */
  draw({ place, size, page, width }: Page): Promise<Shown> {
    const process = this.#processFor(place, size);
    const id = (this.#lastId += 1);
    return new Promise((resolve) => {
      this.#settle({ kind: 'not-shown', why: 'too-hard' });
      // That one's rest is over, too.
      this.#stopWaiting();
      const cancel = this.#ports.timers.after(drawLimit, () => this.end());
      this.#waiting = {
        id,
        settle: (shown) => {
          cancel();
          this.#waiting = null;
          this.#rest();
          resolve(shown);
        },
      };
      process.post({ t: 'draw', id, page, width });
    });
  }

  /** Ends the process if it is this attachment's. */
  endOf(id: AttachmentPlace['id']): void {
    if (this.#running?.place.id === id) this.end();
  }

  /** Ends the process with all it has read. */
  end(): void {
    this.#stopWaiting();
    const running = this.#running;
    this.#running = null;
    running?.reads.end();
    running?.process.kill();
    this.#settle({ kind: 'not-shown', why: 'too-hard' });
  }

  #processFor(place: AttachmentPlace, size: number): PreviewProcess {
    this.#stopWaiting();
    if (this.#running?.place.id === place.id && this.#running.place.messageId === place.messageId) return this.#running.process;
    this.end();
    const process = this.#ports.start();
    const reads = new ChunkReads(
      (index) => this.#ports.chunk(place, index),
      (index, bytes) => process.post({ t: 'chunk', index, bytes }),
    );
    const running = { place, process, reads };
    this.#running = running;
    process.onMessage((raw) => {
      if (this.#running === running) this.#heard(reads, raw);
    });
    process.onGone(() => {
      if (this.#running === running) this.end();
    });
    process.post({ t: 'attachment', size });
    return process;
  }

  /** What comes from there is not trusted more than what was put in. */
  #heard(reads: ChunkReads, raw: unknown): void {
    const parsed = FromPreview.safeParse(raw);
    if (!parsed.success) {
      this.end();
      return;
    }
    const message = parsed.data;
    if (message.t === 'drawn') {
      if (message.id === this.#waiting?.id) this.#settle(message.shown);
      return;
    }
    reads.ask(message.index);
  }

  #settle(shown: Shown): void {
    this.#waiting?.settle(shown);
  }

  #rest(): void {
    this.#stopWaiting();
    this.#stopWaiting = this.#ports.timers.after(idleLimit, () => this.end());
  }
}
