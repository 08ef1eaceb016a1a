/** Chunks that are read at a time. */
const atOnce = 4;

type Chunk = Uint8Array<ArrayBuffer>;

/**
 * What a process that draws wants to read: each chunk once at a time, and few together, however many it asks for and how often. What has
 * read an attachment may be no longer ours: it takes neither memory here nor the vault's time from those who wait for it.
 */
export class ChunkReads {
  readonly #read: (index: number) => Promise<Chunk | null>;
  readonly #came: (index: number, bytes: Chunk | null) => void;
  /** Asked for and not answered, in the order of asking. */
  readonly #asked = new Set<number>();
  readonly #reading = new Set<number>();
  #over = false;

  /** @param came with null for one that cannot be read */
  constructor(read: (index: number) => Promise<Chunk | null>, came: (index: number, bytes: Chunk | null) => void) {
    this.#read = read;
    this.#came = came;
  }

  /** One that is on its way already is not read twice. */
  ask(index: number): void {
    this.#asked.add(index);
    this.#next();
  }

  /** Nobody is answered any more. */
  end(): void {
    this.#over = true;
    this.#asked.clear();
  }

  #next(): void {
    for (const index of this.#asked) {
      if (this.#reading.size >= atOnce) return;
      if (!this.#reading.has(index)) this.#begin(index);
    }
  }

  #begin(index: number): void {
    this.#reading.add(index);
    const answer = (bytes: Chunk | null): void => {
      if (this.#over) return;
      this.#reading.delete(index);
      this.#asked.delete(index);
      this.#came(index, bytes);
      this.#next();
    };
    this.#read(index).then(answer, () => answer(null));
  }
}
