import { begins, between, latin, type Leave, Numbers, UnknownPartsError } from './bare.ts';
import { blankProfile } from './colour-profile.ts';
import { type Box, boxesIn } from './heif-boxes.ts';
import { itemsOf } from './heif-items.ts';

const brands = /^(?:hei[cxms]|hev[cxms]|mif[12]|msf1|avif|avis)$/;
const maxDataBoxes = 100;
/** In bytes: its brands. */
const maxFileType = 256;
/** A film, or a row of pictures, has tracks beside. */
const films = new Set(['moov', 'moof']);
const inMeta = new Set(['hdlr', 'pitm', 'iinf', 'iref', 'iprp', 'iloc', 'idat', 'grpl']);
/** Properties of pictures that decoders need. */
const properties = new Set(['ispe', 'pixi', 'colr', 'irot', 'imir', 'clap', 'pasp', 'hvcC', 'av1C', 'avcC', 'vvcC', 'jpgC', 'auxC', 'clli', 'mdcv', 'cclv', 'amve', 'a1op', 'a1lx', 'lsel', 'rloc']);
/** Version, flags, what it handles, and twelve bytes; then a name. */
const handlerHead = 24;

/** Told by the brands that a file names, the first or others. */
export function isHeif(bytes: Uint8Array): boolean {
  if (!begins(bytes, 'ftyp', 4)) return false;
  const told = new Numbers(bytes).at(0, 4);
  // Its length may also be told in eight bytes, or not at all.
  const end = Math.min(told > 1 ? told : maxFileType, bytes.length, maxFileType);
  for (let at = 8; at + 4 <= end; at += 4) if (at !== 12 && brands.test(latin(bytes, at, at + 4))) return true;
  return false;
}

/**
 * A picture as telephones take it (HEIC, AVIF): everything in it is found by its place in the file, so nothing moves. What is no picture and no part of one is made
 * zeros where it stands, and what lies behind the last box goes. @throws UnknownPartsError
 */
export function bareHeif(bytes: Uint8Array, leave: Leave): Uint8Array {
  const boxes = boxesIn(bytes, { start: 0, end: bytes.length }, true);
  const out = Uint8Array.from(bytes.subarray(0, boxes.at(-1)?.end ?? 0));
  if (boxes.some(({ name }) => films.has(name))) throw new UnknownPartsError();
  const meta = onlyOne(boxes, 'meta');
  const parts = boxesIn(bytes, { start: meta.start + 4, end: meta.end });
  const data = boxes.filter(({ name }) => name === 'mdat');
  const inside = parts.filter(({ name }) => name === 'idat');
  const belonging = parts.filter(({ name }) => name === 'iref');
  if (inside.length > 1 || belonging.length > 1 || data.length > maxDataBoxes) throw new UnknownPartsError();

  const { pictures, small, others } = itemsOf(bytes, out, { info: onlyOne(parts, 'iinf'), places: onlyOne(parts, 'iloc'), shown: onlyOne(parts, 'pitm'), belonging: belonging[0] ?? null, inside: inside[0] ?? null });
  const stretches = [...data, ...inside];
  for (const range of [...pictures, ...small, ...others]) if (!stretches.some(({ start, end }) => range.start >= start && range.end <= end)) throw new UnknownPartsError();
  for (const range of small) leave(bytes.subarray(range.start, range.end), null);
  for (const range of others) leave(bytes.subarray(range.start, range.end), 'exif');
  // In order once: sorting what is sorted takes no time.
  const inOrder = pictures.toSorted((a, b) => a.start - b.start);
  for (const stretch of stretches) for (const gap of between(stretch, inOrder)) out.fill(0, gap.start, gap.end);

  const blank = (box: Box) => {
    leave(bytes.subarray(box.start, box.end), 'words');
    out.set(Buffer.from('free', 'latin1'), box.head + 4);
    out.fill(0, box.start, box.end);
  };
  for (const [place, box] of boxes.entries()) if (place === 0 ? box.name !== 'ftyp' || box.end > maxFileType : box.name !== 'meta' && box.name !== 'mdat') blank(box);
  for (const part of parts) {
    if (!inMeta.has(part.name)) blank(part);
    else if (part.name === 'hdlr') out.fill(0, Math.min(part.start + handlerHead, part.end), part.end);
    else if (part.name === 'iprp') bareProperties(bytes, out, part, blank, leave);
  }
  if (out.length < bytes.length) leave(bytes.subarray(out.length), null);
  return out;
}

function bareProperties(bytes: Uint8Array, out: Uint8Array, iprp: Box, blank: (box: Box) => void, leave: Leave): void {
  for (const part of boxesIn(bytes, iprp)) {
    if (part.name !== 'ipco' && part.name !== 'ipma') blank(part);
    if (part.name !== 'ipco') continue;
    for (const property of boxesIn(bytes, part)) {
      if (!properties.has(property.name)) blank(property);
      else if (property.name === 'colr' && !begins(bytes, 'nclx', property.start)) {
        leave(bytes.subarray(property.start, property.end), 'words');
        blankProfile(out.subarray(Math.min(property.start + 4, property.end), property.end));
      }
    }
  }
}

function onlyOne(boxes: readonly Box[], name: string): Box {
  const [found, ...more] = boxes.filter((box) => box.name === name);
  if (found === undefined || more.length > 0) throw new UnknownPartsError();
  return found;
}
