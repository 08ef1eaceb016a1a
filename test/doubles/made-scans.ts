import { deflateSync } from 'node:zlib';

/** Pictures, and PDFs with pictures in them as scanners and programs write them: each part can be said as it stands in the file. */

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly points: Uint8Array;
}

/** A letter F of black on white, which looks like itself in one direction only. */
export function letterF(width = 64, height = 96): GreyPicture {
  const points = new Uint8Array(width * height).fill(255);
  const paint = (left: number, top: number, right: number, bottom: number) => {
    for (let y = Math.round(top * height); y < Math.round(bottom * height); y += 1) points.fill(0, y * width + Math.round(left * width), y * width + Math.round(right * width));
  };
  paint(0.125, 0.125, 0.25, 0.875);
  paint(0.25, 0.125, 0.875, 0.25);
  paint(0.25, 0.5, 0.625, 0.625);
  return { width, height, points };
}

/** Turned clockwise, so many times by a quarter. */
export function turned(picture: GreyPicture, quarters: number): GreyPicture {
  if (quarters === 0) return picture;
  const { width, height, points } = picture;
  const after = new Uint8Array(points.length);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) after[x * height + (height - 1 - y)] = points[y * width + x]!;
  return turned({ width: height, height: width, points: after }, quarters - 1);
}

/** Rows of a picture. */
export const rowsOf = ({ width, points }: GreyPicture, from: number, to: number): GreyPicture => ({ width, height: to - from, points: points.slice(from * width, to * width) });

/** One bit a point, each row begun in a new byte; white is 1. */
export function bitsOf({ width, height, points }: GreyPicture): Buffer {
  const bytes = Buffer.alloc(Math.ceil(width / 8) * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) if (points[y * width + x]! > 127) bytes[y * Math.ceil(width / 8) + (x >> 3)]! |= 0x80 >> (x & 7);
  return bytes;
}

/** A part of a PDF: what its dictionary says, and its stream. */
export interface PdfPart {
  readonly says: string;
  readonly stream?: Uint8Array;
}

const image = (says: string, stream: Uint8Array): PdfPart => ({ says: `/Type/XObject/Subtype/Image ${says}`, stream });
export const sized = ({ width, height }: { readonly width: number; readonly height: number }) => `/Width ${width}/Height ${height}`;
/** An image as the dictionary says it, its points packed by Flate. */
export const packed = (says: string, points: Uint8Array) => image(`${says}/Filter/FlateDecode`, deflateSync(points));
export const asIs = image;
export const greyImage = (picture: GreyPicture) => packed(`${sized(picture)}/BitsPerComponent 8/ColorSpace/DeviceGray`, picture.points);

export interface PdfPage {
  /** What draws it, in PDF's own words. */
  readonly draws: string;
  readonly says?: string;
}

/** A PDF of pages that all know all `images`, as /I0, /I1 and so on; `more` follows, and is referred to by its number: `more(0)`. */
export function pdfOf(pages: readonly PdfPage[], images: readonly PdfPart[], more: readonly PdfPart[] = [], resources = ''): Buffer {
  const firstImage = 3;
  const firstMore = firstImage + images.length;
  const firstPage = firstMore + more.length;
  const parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n', 'latin1')];
  let number = 0;
  const add = ({ says, stream }: PdfPart) => {
    number += 1;
    parts.push(Buffer.from(`${number} 0 obj<<${says}${stream === undefined ? '' : `/Length ${stream.length}`}>>${stream === undefined ? '' : 'stream\n'}`, 'latin1'), ...(stream === undefined ? [] : [stream, Buffer.from('\nendstream', 'latin1')]), Buffer.from('\nendobj\n', 'latin1'));
  };
  add({ says: '/Type/Catalog/Pages 2 0 R' });
  add({ says: `/Type/Pages/Count ${pages.length}/Kids[${pages.map((_, at) => `${firstPage + at * 2} 0 R`).join(' ')}]` });
  for (const part of images) add(part);
  for (const part of more) add(part);
  const known = images.map((_, at) => `/I${at} ${firstImage + at} 0 R`).join('');
  for (const { draws, says = '' } of pages) {
    add({ says: `/Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<<${known}>>${resources}>>/Contents ${number + 2} 0 R ${says}` });
    add({ says: '', stream: Buffer.from(draws, 'latin1') });
  }
  parts.push(Buffer.from('trailer<</Root 1 0 R>>\n%%EOF', 'latin1'));
  return Buffer.concat(parts);
}

/** Draws an image so many points wide and high, its corner at a place. */
export const drawn = (name: string, width: number, height: number, x = 0, y = 0) => `q ${width} 0 0 ${height} ${x} ${y} cm /${name} Do Q\n`;
/** Number of the n-th part of `more`, behind so many images. */
export const partNumber = (images: number, at: number) => `${3 + images + at} 0 R`;
