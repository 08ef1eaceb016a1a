/** A picture whose parts cannot be told apart, or are of a kind that is not known: nothing of it is vouched for. */
export class UnknownPartsError extends Error {}

/** How what was left out can be read: the block that cameras write, or where in it a picture was taken; words, by themselves, in blocks of a GIF, deflated; null for what is no description of the picture. */
export type ReadAs = 'exif' | 'position' | 'words' | 'blocks' | 'deflated' | null;
/** Is told what was left out. */
export type Leave = (bytes: Uint8Array, as: ReadAs) => void;

/** The file that is left, piece by piece. It is never longer than what it is made from: one buffer holds it, however many pieces there are. */
export class Bare {
  readonly #from: Uint8Array;
  readonly #out: Uint8Array;
  #length = 0;

  constructor(from: Uint8Array) {
    this.#from = from;
    this.#out = new Uint8Array(from.length);
  }

  get length(): number {
    return this.#length;
  }

  /** As it stands in the file. */
  keep(start: number, end: number): void {
    this.write(this.#from.subarray(start, end));
  }

  /** @throws UnknownPartsError where it would get longer than the file was */
  write(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#out.length) throw new UnknownPartsError();
    this.#out.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** What was written, to change something in it. */
  written(start: number, end = this.#length): Uint8Array {
    return this.#out.subarray(start, end);
  }

  done(): Uint8Array {
    return this.#out.slice(0, this.#length);
  }
}

/** @throws UnknownPartsError for numbers beyond the end */
export class Numbers {
  readonly #view: DataView;
  readonly little: boolean;

  constructor(bytes: Uint8Array, little = false) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = little;
  }

  /** Of so many bytes: 0 (which is 0), 1, 2, 4 or 8. */
  at(place: number, width: number): number {
    if (width === 0) return 0;
    if (place < 0 || place + width > this.#view.byteLength) throw new UnknownPartsError();
    if (width === 1) return this.#view.getUint8(place);
    if (width === 2) return this.#view.getUint16(place, this.little);
    if (width === 4) return this.#view.getUint32(place, this.little);
    const large = Number(this.#view.getBigUint64(place, this.little));
    if (width !== 8 || !Number.isSafeInteger(large)) throw new UnknownPartsError();
    return large;
  }
}

export const latin = (bytes: Uint8Array, start: number, end: number) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
export const begins = (bytes: Uint8Array, words: string, at = 0) => latin(bytes, at, at + words.length) === words;

/** Of segments, chunks and blocks that a file may have: a picture of a hundred megabytes in chunks of a kilobyte has as many. What has more is made to take time. */
const maxParts = 100_000;

/** Counts parts. @throws UnknownPartsError where there are more than any picture has */
export class Parts {
  #count = 0;

  another(): void {
    this.#count += 1;
    if (this.#count > maxParts) throw new UnknownPartsError();
  }
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What of a stretch lies in none of these. */
export function between(stretch: Range, ranges: readonly Range[]): Range[] {
  const gaps: Range[] = [];
  let at = stretch.start;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    if (start >= stretch.end) break;
    if (start > at) gaps.push({ start: at, end: start });
    at = end;
  }
  if (at < stretch.end) gaps.push({ start: at, end: stretch.end });
  return gaps;
}
