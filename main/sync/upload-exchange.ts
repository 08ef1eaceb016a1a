import { type ControlToDevice, maxChunksInUpload } from '../../shared/contract/wire/index.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount } from '../../shared/trust/chunks.ts';
import type { OpenedVault, UploadPlace } from '../boundary/opened-vault.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import { FileExchange, type FileExchangePorts } from './file-exchange.ts';

type State = Extract<ControlToDevice, { c: 'upload-state' }>;
type Refusal = Extract<ControlToDevice, { c: 'upload-refused' }>;
type Answer = { readonly kind: 'state'; readonly chunks: number } | { readonly kind: 'refused'; readonly reason: Refusal['reason'] };

/** Milliseconds until chunks count as not answered. */
const answerLimitMs = 20_000;

export interface UploadExchangePorts extends FileExchangePorts {
  readonly emit: (event: VaultEvent) => void;
}

/**
 * Brings the files of replies to the hub: one after the other, a few sealed chunks at once, from where the hub says it has got. When all of a
 * reply's are there the vault lets the reply go.
 */
export class UploadExchange extends FileExchange<Answer> {
  readonly #emit: UploadExchangePorts['emit'];
  #running = false;
  #again = false;

  constructor(ports: UploadExchangePorts) {
    super(ports, answerLimitMs);
    this.#emit = ports.emit;
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
    this.about(attachment)?.settle({ kind: 'state', chunks });
  }

  refused({ attachment, reason }: Refusal): void {
    this.about(attachment)?.settle({ kind: 'refused', reason });
  }

  /** Never rejects: a vault that cannot go on says so itself. */
  async #all(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        for (let { vault } = this; vault !== null && this.goesOn(vault); { vault } = this) {
          const place = await vault.uploads.next();
          if (place === null || !(await this.#upload(vault, place))) break;
        }
      }
    } catch {
      this.#again = false;
    }
  }

  /** @returns whether to go on with the next: this one is there, or never will be */
  async #upload(vault: OpenedVault, { id, conversationId, size, begins }: UploadPlace): Promise<boolean> {
    const of = chunkCount(size);
    let answer = await this.ask({ id }, () => this.ports.line.tell({ c: 'upload-begin', attachment: id, conversationId, size, ...(begins === undefined ? {} : { begins }) }));
    for (let before = -1; ; ) {
      if (answer === 'unreachable') return false;
      if (answer.kind === 'refused') {
        await vault.uploads.failed(id, answer.reason);
        return true;
      }
      const first = answer.chunks;
      this.#emit({ kind: 'attachment-progress', id, done: Math.min(1, first / of) });
      if (first >= of) {
        await vault.uploads.done(id);
        return true;
      }
      // The hub took none of what it got: sending it again and again would bring it no further.
      if (first <= before || !this.goesOn(vault)) return false;
      before = first;
      const sealed = await vault.uploads.chunks(id, first, Math.min(maxChunksInUpload, of - first));
      if (sealed.length === 0) {
        await vault.uploads.failed(id, 'lost');
        return true;
      }
      await this.pause();
      if (!this.goesOn(vault)) return false;
      answer = await this.ask({ id }, () => this.ports.line.tell({ c: 'upload-chunks', attachment: id, first, sealed: sealed.map(toBase64) }));
    }
  }
}
