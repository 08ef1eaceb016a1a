import { maxDocumentText, maxInflated, maxPictures, maxPictureTime } from './bounds.ts';
import type { Grey } from './grey.ts';

/** As much has been read as may be. Ends the reading; what was gathered until then counts. */
export class EnoughReadError extends Error {}

/** What of pictures was not read, where they are: which bound was met. */
export const unreadPictures = ['many-pictures', 'slow-pictures', 'large-picture', 'damaged-picture'] as const;
export type UnreadPictures = (typeof unreadPictures)[number];

/** What the readers of one file, and of the files in it, have found so far. */
export class Gathered {
  readonly #pieces: string[] = [];
  #length = 0;
  #inflated = 0;
  #pictures = 0;
  #unread = false;
  readonly #why = new Set<UnreadPictures>();
  readonly #now: () => number;
  readonly #begun: number;

  /** @param now milliseconds, from anywhere. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#begun = now();
  }

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

  /** @returns false when no more pictures are read, and then the file was not read whole. */
  onePictureMore(): boolean {
    if (!this.morePictures) {
      this.notWhole(this.#pictures >= maxPictures ? 'many-pictures' : 'slow-pictures');
      return false;
    }
    this.#pictures += 1;
    return true;
  }

  get morePictures(): boolean {
    return this.#pictures < maxPictures && this.#now() - this.#begun < maxPictureTime;
  }

  /** There is something in the file that nobody has read. */
  notWhole(why?: UnreadPictures): void {
    this.#unread = true;
    if (why !== undefined) this.#why.add(why);
  }

  get unreadPictures(): readonly UnreadPictures[] {
    return [...this.#why];
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

/** Reads the words of a picture, as a file or as its points. */
export type ReadPicture = (picture: Uint8Array | Grey, gathered: Gathered) => Promise<void>;
