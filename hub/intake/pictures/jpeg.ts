import { Bare, begins, type Leave, Numbers, Parts, UnknownPartsError } from './bare.ts';
import { blankProfile } from './colour-profile.ts';
import { orientationIn, orientationOnly } from './orientation.ts';

/** ITU T.81, table B.1: what a decoder draws from. Frames, tables, and how scans are restarted. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const tables: ReadonlySet<number> = new Set([0xc4, 0xcc, 0xdb, 0xde]);
/** Of those that are a number or two (sections B.2.4.4, B.2.5 and B.3.3), how long each is: whatever is longer has something else in it. */
const short: ReadonlyMap<number, number> = new Map([[0xdc, 2], [0xdd, 2], [0xdf, 1]]);
const drawn = (marker: number, length: number) => isFrame(marker) || tables.has(marker) || short.get(marker) === length;
const [startOfImage, endOfImage, startOfScan, app0, app1, app2, app14, comment] = [0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xfe];
const alone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
const exif = 'Exif\0\0';
const profileHead = 'ICC_PROFILE\0';
/** Their number is a byte. */
const maxProfileParts = 255;

interface ProfilePart {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/**
 * A JPEG with what is needed to draw it: tables, frames and scans as they are, whether it has JFIF's or Adobe's colours, its colour profile without words, and
 * how it is turned. @throws UnknownPartsError
 */
export function bareJpeg(bytes: Uint8Array, leave: Leave): Uint8Array {
  const numbers = new Numbers(bytes);
  const bare = new Bare(bytes);
  const parts = new Parts();
  const profile: ProfilePart[] = [];
  let turned: number | null = null;
  let framed = false;
  let scanned = false;
  let at = 2;
  bare.keep(0, at);
  for (;;) {
    parts.another();
    const place = markerFrom(bytes, at);
    // What stands between parts no decoder looks at.
    if (place - 1 > at) leave(bytes.subarray(at, place - 1), null);
    const marker = numbers.at(place, 1);
    if (marker === startOfImage) throw new UnknownPartsError();
    if (marker === endOfImage) {
      if (!scanned) throw new UnknownPartsError();
      bare.write(Uint8Array.of(0xff, endOfImage));
      if (place + 1 < bytes.length) leave(bytes.subarray(place + 1), null);
      blankParts(bare, profile, leave);
      return bare.done();
    }
    at = place + 1;
    if (alone(marker)) continue;
    const start = at;
    const end = start + numbers.at(start, 2);
    if (end < start + 2 || end > bytes.length) throw new UnknownPartsError();
    const content = bytes.subarray(start + 2, end);
    at = end;
    framed ||= isFrame(marker);
    if (marker === startOfScan) {
      // Of a kind that has frames of its own, as JPEG-LS.
      if (!framed) throw new UnknownPartsError();
      at = scanEnd(bytes, end);
      bare.keep(start - 2, at);
      scanned = true;
    } else if (drawn(marker, content.length)) bare.keep(start - 2, end);
    else if (marker === app0 && begins(content, 'JFIF\0') && content.length >= 14) {
      // A small picture may be in it, of what was there before something was cut off.
      bare.write(Uint8Array.of(0xff, app0, 0, 16, ...content.subarray(0, 12), 0, 0));
      if (content.length > 14) leave(content.subarray(14), null);
    } else if (marker === app14 && begins(content, 'Adobe') && content.length >= 12) {
      bare.write(Uint8Array.of(0xff, app14, 0, 14, ...content.subarray(0, 12)));
      if (content.length > 12) leave(content.subarray(12), 'words');
    } else if (marker === app2 && begins(content, profileHead)) {
      if (profile.length >= maxProfileParts) throw new UnknownPartsError();
      bare.keep(start - 2, end);
      profile.push({ number: content[profileHead.length] ?? 0, start: bare.length - content.length + profileHead.length + 2, end: bare.length });
    } else {
      leave(content, marker === app1 && begins(content, exif) ? 'exif' : (marker >= app0 && marker < 0xf0) || marker === comment ? 'words' : null);
      if (marker !== app1 || !begins(content, exif) || turned !== null) continue;
      turned = orientationIn(content.subarray(exif.length));
      if (turned !== null) bare.write(Uint8Array.of(0xff, app1, 0, 34, ...Buffer.from(exif, 'latin1'), ...orientationOnly(turned)));
    }
  }
}

/** Where the next marker's own byte is, as decoders look for it. @throws UnknownPartsError where the file ends before */
function markerFrom(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) if (bytes[at - 1] === 0xff && bytes[at] !== 0xff && bytes[at] !== 0) return at;
  throw new UnknownPartsError();
}

/** Where a scan's coded points end: at the first marker that does not stand among them. Those that have no meaning decoders pass over. @throws UnknownPartsError where the file ends before */
function scanEnd(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const marker = bytes[at] ?? 0;
    if (bytes[at - 1] === 0xff && marker !== 0xff && marker >= 0xc0 && !(marker >= 0xd0 && marker <= 0xd7)) return at - 1;
  }
  throw new UnknownPartsError();
}

/** A profile lies in several segments, numbered (ICC.1:2022, annex B.4): it is put together, blanked, and put back. */
function blankParts(bare: Bare, parts: readonly ProfilePart[], leave: Leave): void {
  const inOrder = parts.toSorted((a, b) => a.number - b.number);
  const whole = Buffer.concat(inOrder.map(({ start, end }) => bare.written(start, Math.max(start, end))));
  if (whole.length === 0) return;
  leave(whole.subarray(), 'words');
  const blanked = Uint8Array.from(whole);
  blankProfile(blanked);
  let at = 0;
  for (const { start, end } of inOrder) {
    const piece = bare.written(start, Math.max(start, end));
    piece.set(blanked.subarray(at, at + piece.length));
    at += piece.length;
  }
}
