import { Bare, begins, latin, type Leave, Numbers, Parts, UnknownPartsError } from './bare.ts';
import { blankProfile } from './colour-profile.ts';
import { orientationIn, orientationOnly } from './orientation.ts';

/** RFC 9649, section 2.7: what stays as it is. */
const drawn = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM']);
const inFrame = new Set(['VP8 ', 'VP8L', 'ALPH']);
/** Bits of the extended head: there is a block of a camera's, or of XMP. */
const [exifBit, xmpBit] = [0x08, 0x04];
const [frameHead, extendedHead] = [16, 10];
/** What stands before the block in JPEG. Some programs write it here too, and then some viewers turn the picture, others do not. */
const exifHead = 'Exif\0\0';
const even = (length: number) => length + (length & 1);

interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A WebP with its points as they are and what says how to draw them. @throws UnknownPartsError */
export function bareWebp(bytes: Uint8Array, leave: Leave): Uint8Array {
  const end = 8 + new Numbers(bytes, true).at(4, 4);
  // The last byte, which makes the length even, some programs leave out.
  if (end > bytes.length + 1) throw new UnknownPartsError();
  const file = bytes.subarray(0, end);
  if (bytes.length > file.length) leave(bytes.subarray(file.length), null);
  const bare = new Bare(bytes);
  const parts = new Parts();
  bare.keep(0, 12);
  let extended: number | null = null;
  let turned: Uint8Array | null = null;
  let points = false;
  for (const { name, start, end: stop } of chunksIn(file, 12, parts)) {
    const content = file.subarray(start, stop);
    if (name === 'VP8X' && extended === null && content.length >= extendedHead) {
      extended = bare.length + 8;
      write(bare, name, content.subarray(0, extendedHead));
    } else if (drawn.has(name) && (extended !== null || !points)) {
      write(bare, name, content);
      points ||= name !== 'ANIM';
    } else if (name === 'ANMF' && extended !== null && content.length >= frameHead) {
      writeFrame(bare, content, leave, parts);
      points = true;
    } else if (name === 'ICCP' && extended !== null) {
      leave(content, 'words');
      const profile = Uint8Array.from(content);
      blankProfile(profile);
      write(bare, name, profile);
    } else {
      leave(content, name === 'EXIF' ? 'exif' : 'words');
      if (name === 'EXIF' && extended !== null) turned ??= orientationBlock(content);
    }
  }
  if (!points) throw new UnknownPartsError();
  if (turned !== null) write(bare, 'EXIF', turned);
  if (extended !== null) {
    const flags = bare.written(extended, extended + 1);
    flags[0] = ((flags[0] ?? 0) & ~(exifBit | xmpBit)) | (turned === null ? 0 : exifBit);
  }
  bare.written(4, 8).set(little(bare.length - 8));
  return bare.done();
}

/** How the picture is turned, said as it was. Null where it is not. */
function orientationBlock(content: Uint8Array): Uint8Array | null {
  const head = begins(content, exifHead) ? exifHead : '';
  const turned = orientationIn(content.subarray(head.length));
  return turned === null ? null : Buffer.concat([Buffer.from(head, 'latin1'), orientationOnly(turned)]);
}

function* chunksIn(bytes: Uint8Array, from: number, parts: Parts): Generator<Chunk> {
  const numbers = new Numbers(bytes, true);
  for (let at = from; at < bytes.length; ) {
    parts.another();
    const start = at + 8;
    const end = start + numbers.at(at + 4, 4);
    if (end > bytes.length) throw new UnknownPartsError();
    yield { name: latin(bytes, at, at + 4), start, end };
    at = even(end - start) + start;
  }
}

/** A picture of a film, in which chunks may stand that nobody knows. */
function writeFrame(bare: Bare, content: Uint8Array, leave: Leave, parts: Parts): void {
  const begun = bare.length;
  write(bare, 'ANMF', content.subarray(0, frameHead));
  for (const { name, start, end } of chunksIn(content, frameHead, parts)) {
    if (inFrame.has(name)) write(bare, name, content.subarray(start, end));
    else leave(content.subarray(start, end), 'words');
  }
  bare.written(begun + 4, begun + 8).set(little(bare.length - begun - 8));
}

function write(bare: Bare, name: string, content: Uint8Array): void {
  bare.write(Buffer.concat([Buffer.from(name, 'latin1'), little(content.length), content, Buffer.alloc(content.length & 1)]));
}

function little(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
