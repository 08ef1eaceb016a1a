import { Bare, begins, latin, type Leave, Numbers, Parts, UnknownPartsError } from './bare.ts';

/** GIF89a, appendix A. */
const [extension, image, trailer] = [0x21, 0x2c, 0x3b];
const [control, comment, application] = [0xf9, 0xfe, 0xff];
const table = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
/** How often a film is shown again: of all that programs have added, what viewers know. */
const loops = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/** A GIF with its pictures as they are, their times, and how often they are shown again. @throws UnknownPartsError */
export function bareGif(bytes: Uint8Array, leave: Leave): Uint8Array {
  const numbers = new Numbers(bytes);
  const bare = new Bare(bytes);
  const parts = new Parts();
  let at = 13 + table(numbers.at(10, 1));
  let pictures = 0;
  bare.keep(0, at);
  for (;;) {
    parts.another();
    // Some programs leave out the end; what is there ends where a picture does.
    if (at === bytes.length && pictures > 0) return bare.done();
    const block = numbers.at(at, 1);
    if (block === trailer) {
      if (pictures === 0) throw new UnknownPartsError();
      bare.write(Uint8Array.of(trailer));
      if (at + 1 < bytes.length) leave(bytes.subarray(at + 1), null);
      return bare.done();
    }
    if (block === image) {
      const end = blocksEnd(numbers, at + 11 + table(numbers.at(at + 9, 1)));
      bare.keep(at, end);
      pictures += 1;
      at = end;
    } else if (block === extension) {
      const label = numbers.at(at + 1, 1);
      const end = blocksEnd(numbers, at + 2);
      const kept = label === control ? times(bytes.subarray(at, end)) : label === application ? loop(bytes.subarray(at, end)) : null;
      if (kept === null) leave(bytes.subarray(at + 2, end), label === comment || label === application ? 'blocks' : null);
      else bare.write(kept);
      at = end;
    } else throw new UnknownPartsError();
  }
}

/** Behind the last of a row of blocks, each with its length before it. */
function blocksEnd(numbers: Numbers, from: number): number {
  let at = from;
  for (let length = numbers.at(at, 1); length > 0; length = numbers.at(at, 1)) at += length + 1;
  return at + 1;
}

const times = (block: Uint8Array) => (block.length === 8 && block[2] === 4 ? block : null);

function loop(block: Uint8Array): Uint8Array | null {
  return block[2] === 11 && loops.has(latin(block, 3, 14)) && block[14] === 3 && block[15] === 1 ? Buffer.concat([block.subarray(0, 18), Uint8Array.of(0)]) : null;
}

export const isGif = (bytes: Uint8Array) => begins(bytes, 'GIF87a') || begins(bytes, 'GIF89a');
