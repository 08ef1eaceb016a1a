import type { Clock } from '../../../shared/domain/clock.ts';
import { maxFileBytes } from '../../widget/chat-frames.ts';
import type { ChatProblem } from './chat-problem.ts';
import { visitorFile } from './visitor-file.ts';

/** All files of one chat that are coming in, in bytes of what they said they are; and of those the files from one network. */
const mostAtOnce = 100 * 1024 * 1024;
const mostFromOne = 40 * 1024 * 1024;
/** How long a file may take, and how long nothing of it may come, in milliseconds. */
const longest = 5 * 60_000;
const silence = 30_000;

/** A file that has come in whole. */
export interface WholeFile {
  readonly id: string;
  readonly name: string;
  /** Told by its bytes. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export type UploadStep =
  | { readonly kind: 'more'; readonly id: string; readonly bytes: number }
  | { readonly kind: 'whole'; readonly file: WholeFile }
  | { readonly kind: 'refused'; readonly id: string; readonly problem: ChatProblem };

interface Upload {
  readonly id: string;
  readonly name: string;
  /** As large as it said: a piece that were kept as it came would keep all that came with it in memory. */
  readonly bytes: Uint8Array;
  readonly from: string;
  received: number;
  readonly begunAt: number;
  heardAt: number;
}

/** Files on their way from visitors, one for each page at a time: none is larger than it said, takes for ever, or fills the hub's memory. */
export class Uploads<Page extends object> {
  readonly #clock: Clock;
  readonly #coming = new Map<Page, Upload>();
  #bytes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  isComing(page: Page): boolean {
    return this.#coming.has(page);
  }

  /** @param from the network of the page: none has all the room */
  begin(page: Page, { id, name, size }: { readonly id: string; readonly name: string; readonly size: number }, from: string): UploadStep {
    const refused = (problem: ChatProblem): UploadStep => ({ kind: 'refused', id, problem });
    if (this.#coming.has(page)) return refused('fileWaits');
    if (size === 0) return refused('fileEmpty');
    if (size > maxFileBytes) return refused('fileTooLarge');
    if (this.#bytes + size > mostAtOnce || this.#bytesFrom(from) + size > mostFromOne) return refused('filesBusy');
    const now = this.#clock.monotonic();
    this.#bytes += size;
    this.#coming.set(page, { id, name, bytes: new Uint8Array(size), from, received: 0, begunAt: now, heardAt: now });
    return { kind: 'more', id, bytes: 0 };
  }

  /** The next bytes of the file that comes from a page; null when none does. */
  async take(page: Page, bytes: Uint8Array): Promise<UploadStep | null> {
    const upload = this.#coming.get(page);
    if (upload === undefined) return null;
    const { id, name, bytes: whole } = upload;
    const size = whole.length;
    if (bytes.length === 0 || upload.received + bytes.length > size) {
      this.drop(page);
      return { kind: 'refused', id, problem: 'fileDamaged' };
    }
    whole.set(bytes, upload.received);
    upload.received += bytes.length;
    upload.heardAt = this.#clock.monotonic();
    if (upload.received < size) return { kind: 'more', id, bytes: upload.received };
    this.drop(page);
    const file = await visitorFile(whole, name);
    if (file === null) return { kind: 'refused', id, problem: 'fileKind' };
    return { kind: 'whole', file: { id, ...file, bytes: whole } };
  }

  /** The page has gone, or the visitor has changed their mind: nothing of the file stays. @param id of the file that is meant; any, where it is left out */
  drop(page: Page, id?: string): void {
    const upload = this.#coming.get(page);
    if (upload === undefined || (id !== undefined && upload.id !== id)) return;
    this.#coming.delete(page);
    this.#bytes -= upload.bytes.length;
  }

  #bytesFrom(network: string): number {
    return [...this.#coming.values()].reduce((sum, { from, bytes }) => (from === network ? sum + bytes.length : sum), 0);
  }

  /** Drops files that take too long. @returns them, each with its page */
  late(): readonly { readonly page: Page; readonly id: string }[] {
    const now = this.#clock.monotonic();
    const late = [...this.#coming].filter(([, { begunAt, heardAt }]) => now - begunAt > longest || now - heardAt > silence);
    for (const [page] of late) this.drop(page);
    return late.map(([page, { id }]) => ({ page, id }));
  }
}
