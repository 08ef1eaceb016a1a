import { crc32, deflateSync } from 'node:zlib';
import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Pictures as cameras and programs write them, with what is asked for beside what they show. */

const [width, height] = [48, 32];

/** Four fields of colour with a line across: turned or mirrored it is another picture. */
export async function drawnAs(kind: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif'): Promise<Buffer> {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  for (const [at, colour] of ['#c01020', '#10a030', '#2040c0', '#e0c010'].entries()) {
    pen.fillStyle = colour;
    pen.fillRect((at % 2) * (width / 2), Math.floor(at / 2) * (height / 2), width / 2, height / 2);
  }
  pen.strokeStyle = '#101010';
  pen.lineTo(2, 3);
  pen.lineTo(width - 9, height - 4);
  pen.stroke();
  return kind === 'gif' ? canvas.encode('gif') : kind === 'avif' ? canvas.encode('avif') : kind === 'webp' ? canvas.encode('webp') : kind === 'jpeg' ? canvas.encode('jpeg') : canvas.encode('png');
}

/** What a picture shows, decoded as Chromium does it: size and points. */
export async function pointsOf(picture: Uint8Array): Promise<{ readonly width: number; readonly height: number; readonly points: string }> {
  const image = await loadImage(Buffer.from(picture));
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, points: Buffer.from(pen.getImageData(0, 0, image.width, image.height).data).toString('base64') };
}

const be16 = (...values: readonly number[]) => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 0xff])));
const be32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
};
const le32 = (value: number) => be32(value).reverse();
const text = (words: string) => Buffer.from(words, 'latin1');

export interface Beside {
  /** 1 to 8. */
  readonly turned?: number;
  /** Who took it. */
  readonly artist?: string;
  /** Degrees, minutes, seconds: north and east. */
  readonly position?: readonly [north: readonly number[], east: readonly number[]];
}

/** The block that cameras write: a TIFF file (Exif 2.32). */
export function exifBlock({ turned = 1, artist = '', position }: Beside): Buffer {
  const name = text(`${artist}\0`.padEnd(8, '\0'));
  const entries = 2 + (position === undefined ? 0 : 1);
  const nameAt = 8 + 2 + entries * 12 + 4;
  const listAt = nameAt + name.length;
  const numbersAt = listAt + 2 + 4 * 12 + 4;
  const entry = (tag: number, kind: number, count: number, value: Buffer) => Buffer.concat([be16(tag, kind), be32(count), value]);
  const list = position === undefined ? [] : [
    be16(4), entry(1, 2, 2, text('N\0\0\0')), entry(2, 5, 3, be32(numbersAt)), entry(3, 2, 2, text('E\0\0\0')), entry(4, 5, 3, be32(numbersAt + 24)), be32(0),
    ...position.flat().map((value) => be32(Math.round(value * 1000), 1000)),
  ];
  return Buffer.concat([
    text('MM\0*'), be32(8), be16(entries), entry(0x0112, 3, 1, be16(turned, 0)), entry(0x013b, 2, name.length, be32(nameAt)),
    ...(position === undefined ? [] : [entry(0x8825, 4, 1, be32(listAt))]), be32(0), name, ...list,
  ]);
}

export const segment = (marker: number, content: Uint8Array) => Buffer.concat([Buffer.from([0xff, marker]), be16(content.length + 2), content]);
export const exifSegment = (beside: Beside) => segment(0xe1, Buffer.concat([text('Exif\0\0'), exifBlock(beside)]));
/** Segments behind the picture's first two bytes. */
export const jpegWith = (jpeg: Buffer, ...segments: readonly Buffer[]) => Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export function pngChunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([text(name), content]);
  return Buffer.concat([be32(content.length), body, be32(crc32(body))]);
}
/** Chunks behind the head, and in front of the end. */
export const pngWith = (png: Buffer, behindHead: readonly Buffer[], atEnd: readonly Buffer[] = []) => Buffer.concat([png.subarray(0, 33), ...behindHead, png.subarray(33, -12), ...atEnd, png.subarray(-12)]);
export const profileChunk = (profile: Uint8Array, name = 'display') => pngChunk('iCCP', Buffer.concat([text(`${name}\0\0`), deflateSync(profile)]));

/** sRGB, as the library writes it into a JPEG; the copyright of it is what is asked for. */
export async function profileSaying(words: string): Promise<Buffer> {
  const jpeg = await drawnAs('jpeg');
  const at = jpeg.indexOf('ICC_PROFILE\0');
  const profile = Buffer.from(jpeg.subarray(at + 14, at - 2 + jpeg.readUInt16BE(at - 2)));
  const copyright = profile.indexOf('cprt', 132);
  profile.write(words, profile.readUInt32BE(copyright + 4) + 28, 'latin1');
  return profile;
}
export const profileSegment = (profile: Uint8Array) => segment(0xe2, Buffer.concat([text('ICC_PROFILE\0\u0001\u0001'), profile]));

export const webpChunk = (name: string, content: Uint8Array) => Buffer.concat([text(name), le32(content.length), content, Buffer.alloc(content.length & 1)]);
/** Chunks at the end of an extended WebP, with the bits that say so. */
export function webpWith(webp: Buffer, flags: number, ...chunks: readonly Buffer[]): Buffer {
  const whole = Buffer.concat([webp, ...chunks]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole[20] = (whole[20] ?? 0) | flags;
  return whole;
}

/** Blocks in front of the picture itself. */
export function gifWith(gif: Buffer, ...blocks: readonly Buffer[]): Buffer {
  const start = 13 + ((gif[10] ?? 0) & 0x80 ? 3 * 2 ** (((gif[10] ?? 0) & 7) + 1) : 0);
  return Buffer.concat([gif.subarray(0, start), ...blocks, gif.subarray(start)]);
}
/** Words in blocks of at most 255 letters. */
export function gifBlocks(label: number, ...blocks: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([0x21, label]), ...blocks.flatMap((block) => [Buffer.from([block.length]), block]), Buffer.from([0])]);
}

export const box = (name: string, ...content: readonly Uint8Array[]) => Buffer.concat([be32(8 + content.reduce((sum, { length }) => sum + length, 0)), text(name), ...content]);
const full = (name: string, version: number, ...content: readonly Uint8Array[]) => box(name, Buffer.from([version, 0, 0, 0]), ...content);

export interface HeifPlan {
  readonly exif?: Buffer;
  readonly xmp?: string;
  /** What the picture is called in the file. */
  readonly name?: string;
  /** Boxes beside those of the picture, in front of its data. */
  readonly boxes?: readonly Buffer[];
  readonly properties?: readonly Buffer[];
  /** A small picture of it beside, as telephones put one. */
  readonly small?: Buffer;
  /** The kind of item that the picture is. */
  readonly kind?: string;
}

/** An AVIF of the library's, laid out anew with what telephones put beside the picture. */
export function heifWith(avif: Buffer, { exif, xmp, name = '', boxes = [], properties = [], small, kind: shown = 'av01' }: HeifPlan): Buffer {
  const inside = (of: Buffer, wanted: string, from: number): Buffer => {
    for (let at = from; at < of.length; at += of.readUInt32BE(at)) if (of.toString('latin1', at + 4, at + 8) === wanted) return of.subarray(at, at + of.readUInt32BE(at));
    throw new Error(`There is no ${wanted}.`);
  };
  const fileType = inside(avif, 'ftyp', 0);
  const iprp = inside(inside(avif, 'meta', 0), 'iprp', 12);
  const [ipco, ipma] = [inside(iprp, 'ipco', 8), inside(iprp, 'ipma', 8)];
  const items = [
    { kind: shown, named: text(`${name}\0`), data: inside(avif, 'mdat', 0).subarray(8) },
    ...(exif === undefined ? [] : [{ kind: 'Exif', named: text('\0'), data: Buffer.concat([be32(0), exif]) }]),
    ...(xmp === undefined ? [] : [{ kind: 'mime', named: text('\0application/rdf+xml\0'), data: text(xmp) }]),
    ...(small === undefined ? [] : [{ kind: 'av01', named: text('\0'), data: small }]),
  ];
  const meta = (from: number) => {
    let at = from;
    const places = items.map(({ data }, item) => {
      const place = Buffer.concat([be16(item + 1, 0, 1), be32(at, data.length)]);
      at += data.length;
      return place;
    });
    return full('meta', 0,
      full('hdlr', 0, be32(0), text('pict'), Buffer.alloc(12), text('\0')), full('pitm', 0, be16(1)),
      full('iloc', 0, be16(0x4400, items.length), ...places),
      full('iinf', 0, be16(items.length), ...items.map(({ kind, named }, item) => full('infe', 2, be16(item + 1, 0), text(kind), named))),
      ...(small === undefined ? [] : [full('iref', 0, box('thmb', be16(items.length, 1, 1)))]),
      box('iprp', box('ipco', ipco.subarray(8), ...properties), ipma));
  };
  const before = Buffer.concat([fileType, ...boxes]);
  return Buffer.concat([before, meta(before.length + meta(0).length + 8), box('mdat', ...items.map(({ data }) => data))]);
}

/** A TIFF of a point's width, of which each row lies by itself; or of which no row says how long it is. */
export function tiffOfRows(rows: number, length = 1): Buffer {
  const after = 8 + 2 + 8 * 12 + 4;
  const points = after + rows * 8;
  const places = Buffer.alloc(rows * 8);
  for (let row = 0; row < rows; row += 1) {
    places.writeUInt32BE(points + row, row * 4);
    places.writeUInt32BE(length, (rows + row) * 4);
  }
  const entries = [[256, 1, 1], [257, 1, rows], [258, 1, 8], [259, 1, 1], [262, 1, 1], [273, rows, after], [278, 1, 1], [279, rows, after + rows * 4]] as const;
  return Buffer.concat([text('MM\0*'), be32(8), be16(entries.length), ...entries.map(([tag, count, value]) => Buffer.concat([be16(tag, 4), be32(count, value)])), be32(0), places, Buffer.alloc(rows, 7)]);
}

/** A TIFF of grey points, with words, a position and a file behind it. */
export function tiffWith(words: string, { position, unknownTag }: { readonly position?: Beside['position']; readonly unknownTag?: number } = {}): Buffer {
  const points = Buffer.from(Array.from({ length: 16 }, (_, at) => at * 16));
  const described = text(`${words}\0`);
  const entries: (readonly [tag: number, kind: number, count: number, value: number])[] = [[256, 4, 1, 4], [257, 4, 1, 4], [258, 3, 1, 8 << 16], [259, 3, 1, 1 << 16], [262, 3, 1, 1 << 16], [270, 2, described.length, 8 + points.length], [273, 4, 1, 8], [274, 3, 1, 6 << 16], [278, 4, 1, 4], [279, 4, 1, points.length]];
  if (unknownTag !== undefined) entries.push([unknownTag, 4, 1, 8]);
  const list = 8 + points.length + described.length;
  const after = list + 2 + (entries.length + (position === undefined ? 0 : 1)) * 12 + 4;
  if (position !== undefined) entries.push([0x8825, 4, 1, after]);
  const numbersAt = after + 2 + 4 * 12 + 4;
  const where = position === undefined ? [] : [be16(4, 1, 2), be32(2), text('N\0\0\0'), be16(2, 5), be32(3, numbersAt), be16(3, 2), be32(2), text('E\0\0\0'), be16(4, 5), be32(3, numbersAt + 24, 0), ...position.flat().map((value) => be32(Math.round(value * 1000), 1000))];
  return Buffer.concat([text('MM\0*'), be32(list), points, described, be16(entries.length), ...entries.map(([tag, kind, count, value]) => Buffer.concat([be16(tag, kind), be32(count, value)])), be32(0), ...where]);
}
