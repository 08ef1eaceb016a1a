import { inflateSync } from 'node:zlib';
import { type ReadAs, UnknownPartsError } from '../pictures/bare.ts';
import { barePicture } from '../pictures/bare-picture.ts';
import { tiffNumbers } from '../pictures/orientation.ts';
import { looseWords } from './loose-words.ts';

/** What of a picture's descriptions is read, in bytes: cameras write some hundred kilobytes. */
const mostRead = 2 * 1024 * 1024;
/** Pictures and tables inside of a description, in letters: nobody wrote them. */
const carried = /[A-Za-z0-9+/=]{200,}/g;
/** Exif 2.32, section 4.6.6: where a picture was taken. */
const [positionTag, northTag, latitudeTag, eastTag, longitudeTag] = [0x8825, 1, 2, 3, 4];

export interface BesidePicture {
  readonly text: string;
  /** There is nothing in the file but the picture and what was read here. */
  readonly whole: boolean;
}

/** What a picture says beside what it shows: words of cameras and programs, and where it was taken. */
export function besidePicture(bytes: Uint8Array): BesidePicture {
  const pieces: string[] = [];
  let room = mostRead;
  let whole = true;
  const read = (left: Uint8Array, as: ReadAs) => {
    if (as === 'exif' || as === 'position') pieces.push(positionIn(left));
    if (as === 'position') return;
    if (as === null || left.length > room) {
      whole &&= left.length === 0;
      return;
    }
    room -= left.length;
    const words = as === 'deflated' ? inflated(left, room) : as === 'blocks' ? unblocked(left) : left;
    if (words === null) {
      whole = false;
      return;
    }
    if (as === 'deflated') room -= words.length;
    pieces.push(looseWords(words).replaceAll(carried, ' '));
  };
  const { kind } = barePicture(bytes, read);
  return { text: pieces.filter((piece) => piece.trim() !== '').join('\n\n----\n\n'), whole: whole && kind === 'bare' };
}

function inflated(bytes: Uint8Array, room: number): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(1, room) });
  } catch {
    return null;
  }
}

/** Without the length that stands before each block. */
function unblocked(blocks: Uint8Array): Uint8Array {
  const out = new Uint8Array(blocks.length);
  let length = 0;
  for (let at = 0; at < blocks.length; at += (blocks[at] ?? 0) + 1) {
    const block = blocks.subarray(at + 1, at + 1 + (blocks[at] ?? 0));
    out.set(block, length);
    length += block.length;
  }
  return out.subarray(0, length);
}

/** As people write it, in degrees; empty where there is none. */
function positionIn(block: Uint8Array): string {
  for (const head of [0, 4, 6, 10]) {
    try {
      return positionOf(block.subarray(head));
    } catch (error) {
      if (!(error instanceof UnknownPartsError)) throw error;
    }
  }
  return '';
}

function positionOf(tiff: Uint8Array): string {
  const numbers = tiffNumbers(tiff);
  /** Where an entry's value is, of the list that begins there. */
  const valueOf = (list: number, tag: number, inline: boolean): number | null => {
    const count = numbers.at(list, 2);
    for (let entry = 0; entry < count; entry += 1) {
      const at = list + 2 + entry * 12;
      if (numbers.at(at, 2) === tag) return inline ? at + 8 : numbers.at(at + 8, 4);
    }
    return null;
  };
  const first = valueOf(numbers.at(4, 4), positionTag, false);
  if (first === null) return '';
  const degrees = (tag: number, side: number, negative: string): string | null => {
    const [at, named] = [valueOf(first, tag, false), valueOf(first, side, true)];
    if (at === null || named === null) return null;
    const part = (index: number) => numbers.at(at + index * 8, 4) / (numbers.at(at + index * 8 + 4, 4) || 1);
    const value = part(0) + part(1) / 60 + part(2) / 3600;
    return `${String.fromCharCode(numbers.at(named, 1)) === negative ? '-' : ''}${value.toFixed(6)}`;
  };
  const [latitude, longitude] = [degrees(latitudeTag, northTag, 'S'), degrees(longitudeTag, eastTag, 'W')];
  return latitude === null || longitude === null ? '' : `GPS: ${latitude}, ${longitude}`;
}
