import { fileChunk, maxFileBytes } from './chat-frames.ts';
import type { Connection } from './connection.ts';
import { randomId } from './random-id.ts';
import { sizeOf, type Transcript } from './transcript.ts';
import { put, words } from './words.ts';

/** Bytes on their way that the hub has not said it has: a slow network is not filled with more. */
const ahead = 4 * fileChunk;

interface Going {
  readonly id: string;
  readonly file: File;
  /** Bytes told, and bytes that the hub has said it has. */
  sent: number;
  here: number;
}

/** Files that the customer sends: one after the other, from the beginning again after a lost connection. */
export class Files {
  readonly #connection: () => Connection;
  readonly #transcript: Transcript;
  readonly #refused: (why: string) => void;
  readonly #waiting: Going[] = [];
  #going: Going | null = null;
  #ready = false;
  #sending = false;

  constructor(connection: () => Connection, transcript: Transcript, refused: (why: string) => void) {
    this.#connection = connection;
    this.#transcript = transcript;
    this.#refused = refused;
  }

  take(files: Iterable<File>): void {
    for (const file of files) {
      if (file.size === 0 || file.size > maxFileBytes) {
        this.#refused(file.size === 0 ? put(words.fileEmpty, { name: file.name }) : put(words.fileTooLarge, { name: file.name, size: sizeOf(maxFileBytes) }));
        continue;
      }
      const id = randomId();
      this.#waiting.push({ id, file, sent: 0, here: 0 });
      this.#transcript.showFile(id, file, () => this.#cancel(id));
    }
    this.#next();
  }

  /** The connection is back. */
  ready(): void {
    this.#ready = true;
    if (this.#going === null) this.#next();
    else this.#begin(this.#going);
  }

  lost(): void {
    this.#ready = false;
  }

  /** Somebody else is here: nothing of this customer's is sent any more. */
  clear(): void {
    this.#ready = false;
    this.#going = null;
    this.#waiting.length = 0;
  }

  /** The hub has so many bytes of it. */
  at(id: string, bytes: number): void {
    const going = this.#going;
    if (going?.id !== id) return;
    going.here = bytes;
    this.#transcript.progress(id, bytes);
    void this.#send(going);
  }

  /** Taken or refused: the next one has its turn. */
  done(id: string): void {
    if (this.#going?.id !== id) return;
    this.#going = null;
    this.#next();
  }

  #next(): void {
    if (!this.#ready || this.#going !== null) return;
    this.#going = this.#waiting.shift() ?? null;
    if (this.#going !== null) this.#begin(this.#going);
  }

  #begin(going: Going): void {
    going.sent = 0;
    going.here = 0;
    this.#connection().say({ t: 'file', id: going.id, name: going.file.name.slice(0, 1000), size: going.file.size });
  }

  async #send(going: Going): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#going === going && this.#ready && going.sent < Math.min(going.file.size, going.here + ahead)) {
        const from = going.sent;
        const bytes = await going.file.slice(from, from + fileChunk).arrayBuffer();
        // It was cancelled, or begun again, while the disk was read.
        if (this.#going !== going || going.sent !== from) continue;
        going.sent += bytes.byteLength;
        this.#connection().sendBytes(bytes);
      }
    } catch {
      // The file has changed or is gone from the disk.
      this.#cancel(going.id);
      this.#transcript.mark(going.id, 'refused', words.fileUnreadable);
    } finally {
      this.#sending = false;
    }
  }

  #cancel(id: string): void {
    const place = this.#waiting.findIndex((each) => each.id === id);
    if (place >= 0) this.#waiting.splice(place, 1);
    else if (this.#going?.id === id) this.#connection().say({ t: 'file-cancel', id });
    else return;
    this.#transcript.mark(id, 'refused', words.cancelled);
    this.done(id);
  }
}
