/** Ends a row of sectors (MS-CFB 2.1); the numbers from here on are no sectors. */
const firstSpecial = 0xffff_fffa;
const endOfRow = 0xffff_fffe;
/** Sectors of the table that the header names itself, and where (MS-CFB 2.2). */
const inHeader = 109;
const headerTable = 76;

/** Streams that are as long or longer lie in sectors, shorter ones in pieces of those of the root (MS-CFB 2.2). In bytes. */
const longStream = 4096;
const pieceSize = 64;

/** The rows of sectors that a compound file is made of. No row is longer than the file, so that none goes on for ever. Everything throws a TypeError where the file is damaged. */
export class Sectors {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #size: number;
  /** Sectors of the table that tells which sector follows which. */
  readonly #table: readonly number[];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = bytes.length < 512 ? 0 : this.#view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw new TypeError('It has no header.');
    this.#size = 1 << shift;
    this.#table = this.#readTable();
  }

  directory(): Uint8Array {
    return this.#row(this.#view.getUint32(48, true));
  }

  /** @param start @param size of the root's stream, in which short streams lie. @returns reads a stream by its first sector, or its first piece, and its size */
  reader(start: number, size: number): (start: number, size: number) => Uint8Array {
    const pieces = size === 0 ? new Uint8Array() : this.#row(start).subarray(0, size);
    const tableStart = this.#view.getUint32(60, true);
    const table = tableStart >= firstSpecial ? new Uint8Array() : this.#row(tableStart);
    const next = new DataView(table.buffer, table.byteOffset, table.byteLength);
    const short = (first: number, length: number): Uint8Array => {
      const result = new Uint8Array(length);
      let piece = first;
      for (let at = 0; at < length; at += pieceSize) {
        if ((piece + 1) * pieceSize > pieces.length + pieceSize - 1 || (piece + 1) * 4 > table.length) throw new TypeError('A piece is missing.');
        result.set(pieces.subarray(piece * pieceSize, piece * pieceSize + Math.min(pieceSize, length - at)), at);
        piece = next.getUint32(piece * 4, true);
      }
      return result;
    };
    return (first, length) => {
      if (length === 0) return new Uint8Array();
      if (length < longStream) return short(first, length);
      const row = this.#row(first);
      if (row.length < length) throw new TypeError('A stream is cut off.');
      return row.subarray(0, length);
    };
  }

  /** Where a sector lies. The header takes the place of one. */
  #at(sector: number): number {
    const at = (sector + 1) * this.#size;
    if (sector >= firstSpecial || at >= this.#bytes.length) throw new TypeError('There is no such sector.');
    return at;
  }

  #word(sector: number, index: number): number {
    const at = this.#at(sector) + index * 4;
    if (at + 4 > this.#bytes.length) throw new TypeError('A sector is cut off.');
    return this.#view.getUint32(at, true);
  }

  #readTable(): readonly number[] {
    const most = Math.ceil(this.#bytes.length / this.#size);
    const count = this.#view.getUint32(44, true);
    if (count > most) throw new TypeError('The table is longer than the file.');
    const table: number[] = [];
    for (let index = 0; index < Math.min(count, inHeader); index++) table.push(this.#view.getUint32(headerTable + index * 4, true));
    const words = this.#size / 4 - 1;
    for (let sector = this.#view.getUint32(68, true), read = 0; table.length < count; sector = this.#word(sector, words), read++) {
      if (read > most) throw new TypeError('The table goes round.');
      for (let index = 0; index < words && table.length < count; index++) table.push(this.#word(sector, index));
    }
    return table;
  }

  #row(start: number): Uint8Array {
    const words = this.#size / 4;
    const places: number[] = [];
    for (let sector = start; sector !== endOfRow; ) {
      if (places.length * this.#size > this.#bytes.length) throw new TypeError('A row goes round.');
      places.push(this.#at(sector));
      const part = this.#table[Math.floor(sector / words)];
      if (part === undefined) throw new TypeError('There is no such sector.');
      sector = this.#word(part, sector % words);
    }
    const row = new Uint8Array(places.length * this.#size);
    for (const [index, at] of places.entries()) row.set(this.#bytes.subarray(at, Math.min(at + this.#size, this.#bytes.length)), index * this.#size);
    return row;
  }
}
