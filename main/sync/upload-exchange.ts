import { type ControlToDevice, maxChunksInUpload } from '../../shared/contract/wire/index.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount } from '../../shared/trust/chunks.ts';
import type { OpenedVault, UploadPlace } from '../boundary/opened-vault.ts';
import type { Timers } from '../boundary/timers.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Line } from './line.ts';

type State = Extract<ControlToDevice, { c: 'upload-state' }>;
type Refusal = Extract<ControlToDevice, { c: 'upload-refused' }>;
type Answer = { readonly kind: 'state'; readonly chunks: number } | { readonly kind: 'refused'; readonly reason: Refusal['reason'] } | { readonly kind: 'unreachable' };

/** Milliseconds until chunks count as not answered. */
const answerLimitMs = 20_000;
/** Milliseconds between two messages: the hub takes six control messages a second in the long run, and closes the link of who sends more. */
const paceMs = 250;

export interface UploadExchangePorts {
  readonly timers: Timers;
  readonly line: Line;
  readonly sessionOpen: () => boolean;
  readonly emit: (event: VaultEvent) => void;
}

/**
 * Brings the files of replies to the hub: one after the other, a few sealed chunks at once, from where the hub says it has got. When all of a
 * reply's are there the vault lets the reply go.
 */
export class UploadExchange {
  readonly #ports: UploadExchangePorts;
  #vault: OpenedVault | null = null;
  #asked: { readonly id: UploadPlace['id']; readonly settle: (answer: Answer) => void } | null = null;
  #running = false;
  #again = false;

  constructor(ports: UploadExchangePorts) {
    this.#ports = ports;
  }

  opened(vault: OpenedVault): void {
    this.#vault = vault;
  }

  closing(): void {
    this.#vault = null;
    this.giveUp();
  }

  /** Something may wait, or the hub is there again. */
  look(): void {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    void this.#all().finally(() => {
      this.#running = false;
      if (this.#again) this.look();
    });
  }

  state({ attachment, chunks }: State): void {
    if (this.#asked?.id === attachment) this.#asked.settle({ kind: 'state', chunks });
  }

  refused({ attachment, reason }: Refusal): void {
    if (this.#asked?.id === attachment) this.#asked.settle({ kind: 'refused', reason });
  }

  /** The session or its link is gone; it goes on from where the hub has got. */
  giveUp(): void {
    this.#asked?.settle({ kind: 'unreachable' });
  }

  /** Never rejects: a vault that cannot go on says so itself. */
  async #all(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        for (let vault = this.#vault; vault !== null && this.#goesOn(vault); vault = this.#vault) {
          const place = await vault.uploads.next();
          if (place === null || !(await this.#upload(vault, place))) break;
        }
      }
    } catch {
      this.#again = false;
    }
  }

  #goesOn(vault: OpenedVault): boolean {
    return vault === this.#vault && this.#ports.sessionOpen();
  }

  /** @returns whether to go on with the next: this one is there, or never will be */
  async #upload(vault: OpenedVault, { id, conversationId, size }: UploadPlace): Promise<boolean> {
    const of = chunkCount(size);
    let answer = await this.#ask(id, () => this.#ports.line.tell({ c: 'upload-begin', attachment: id, conversationId, size }));
    for (let before = -1; ; ) {
      if (answer.kind === 'unreachable') return false;
      if (answer.kind === 'refused') {
        await vault.uploads.failed(id, answer.reason);
        return true;
      }
      const first = answer.chunks;
      this.#ports.emit({ kind: 'attachment-progress', id, done: Math.min(1, first / of) });
      if (first >= of) {
        await vault.uploads.done(id);
        return true;
      }
      // The hub took none of what it got: sending it again and again would bring it no further.
      if (first <= before || !this.#goesOn(vault)) return false;
      before = first;
      const sealed = await vault.uploads.chunks(id, first, Math.min(maxChunksInUpload, of - first));
      if (sealed.length === 0) {
        await vault.uploads.failed(id, 'lost');
        return true;
      }
      await new Promise<void>((resolve) => void this.#ports.timers.after(paceMs, resolve));
      if (!this.#goesOn(vault)) return false;
      answer = await this.#ask(id, () => this.#ports.line.tell({ c: 'upload-chunks', attachment: id, first, sealed: sealed.map(toBase64) }));
    }
  }

  #ask(id: UploadPlace['id'], tell: () => void): Promise<Answer> {
    return new Promise((resolve) => {
      const cancel = this.#ports.timers.after(answerLimitMs, () => this.giveUp());
      this.#asked = {
        id,
        settle: (answer) => {
          cancel();
          this.#asked = null;
          resolve(answer);
        },
      };
      tell();
    });
  }
}
