import { chunkSize } from '../../shared/domain/attachment.ts';

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The bytes of the attachment, of which chunks are read when something in them is needed. What was read is not kept. */
export class Contents {
  readonly size: number;
  readonly #ask: (index: number) => void;
  readonly #waiting = new Map<number, Waiting[]>();
  #damaged = false;

  constructor(size: number, ask: (index: number) => void) {
    this.size = size;
    this.#ask = ask;
  }

  /** Whether anything could not be read. */
  readonly damaged = (): boolean => this.#damaged;

  /** @param end exclusive. @throws Error where a chunk cannot be read */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const last = Math.min(end, this.size);
    const bytes = new Uint8Array(Math.max(0, last - start));
    for (let at = start; at < last; ) {
      const index = Math.floor(at / chunkSize);
      const chunk = await this.#chunk(index);
      const part = chunk.subarray(at - index * chunkSize, last - index * chunkSize);
      if (part.length === 0) throw this.#broken();
      bytes.set(part, at - start);
      at += part.length;
    }
    return bytes;
  }

  whole(): Promise<Uint8Array<ArrayBuffer>> {
    return this.read(0, this.size);
  }

  came(index: number, bytes: Uint8Array | null): void {
    const waiting = this.#waiting.get(index) ?? [];
    this.#waiting.delete(index);
    for (const { resolve, reject } of waiting) {
      if (bytes === null) reject(this.#broken());
      else resolve(bytes);
    }
  }

  #chunk(index: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(index);
      if (waiting === undefined) {
        this.#waiting.set(index, [{ resolve, reject }]);
        this.#ask(index);
      } else waiting.push({ resolve, reject });
    });
  }

  #broken(): Error {
    this.#damaged = true;
    return new Error('A part of the attachment cannot be read.');
  }
}
