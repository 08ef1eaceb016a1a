import { maxDocumentText, maxInflated, maxPictures } from './bounds.ts';

/** As much has been read as may be. Ends the reading; what was gathered until then counts. */
export class EnoughReadError extends Error {}

/** What the readers of one file, and of the files in it, have found so far. */
export class Gathered {
  readonly #pieces: string[] = [];
  #length = 0;
  #inflated = 0;
  #pictures = 0;
  #unread = false;

  /** @throws EnoughReadError when there is more than may be read. */
  add(text: string): void {
    const room = maxDocumentText - this.#length;
    this.#pieces.push(text.slice(0, room));
    this.#length += Math.min(text.length, room);
    if (text.length > room) throw new EnoughReadError();
  }

  /** What stands apart from what was added before: no number goes on behind it. */
  apart(text: string): void {
    if (text.trim() !== '') this.add(`\n\n----\n\n${text}`);
  }

  /** Counts what comes out of an archive, in bytes. @throws EnoughReadError */
  inflated(bytes: number): void {
    this.#inflated += bytes;
    if (this.#inflated > maxInflated) throw new EnoughReadError();
  }

  /** @returns false when no more pictures are read. */
  onePictureMore(): boolean {
    this.#pictures += 1;
    return this.#pictures <= maxPictures;
  }

  /** There is something in the file that nobody has read. */
  notWhole(): void {
    this.#unread = true;
  }

  get whole(): boolean {
    return !this.#unread;
  }

  get length(): number {
    return this.#length;
  }

  get text(): string {
    return this.#pieces.join('').trim();
  }
}
