import { latin, Numbers, type Range, UnknownPartsError } from './bare.ts';
import { type Box, boxesIn } from './heif-boxes.ts';

/** Kinds of item that are points, or say how points are put together. */
const pictureKinds = new Set(['hvc1', 'av01', 'avc1', 'vvc1', 'jpeg', 'grid', 'iden', 'iovl', 'tmap']);
const maxItems = 10_000;
const maxExtents = 10_000;

interface Where {
  /** What lists the items, with their kinds. */
  readonly info: Box;
  /** What says where each of them lies. */
  readonly places: Box;
  /** A box in which small ones may lie. */
  readonly inside: Box | null;
}

/**
 * Where the items of a file lie that are pictures, and where the others do. In `out` items lose their names, and what is no picture is one of a kind that nobody reads.
 * @throws UnknownPartsError
 */
export function itemsOf(bytes: Uint8Array, out: Uint8Array, { info, places, inside }: Where): { readonly pictures: readonly Range[]; readonly others: readonly Range[] } {
  const drawn = kindsIn(bytes, out, info);
  const numbers = new Numbers(bytes.subarray(0, places.end));
  const version = numbers.at(places.start, 1);
  if (version > 2) throw new UnknownPartsError();
  const widths = numbers.at(places.start + 4, 2);
  const [offsetWidth, lengthWidth, baseWidth, indexWidth] = [(widths >> 12) & 15, (widths >> 8) & 15, (widths >> 4) & 15, version === 0 ? 0 : widths & 15];
  if ([offsetWidth, lengthWidth, baseWidth, indexWidth].some((width) => ![0, 4, 8].includes(width))) throw new UnknownPartsError();
  const idWidth = version === 2 ? 4 : 2;
  let at = places.start + 6;
  const next = (width: number) => {
    const value = numbers.at(at, width);
    at += width;
    return value;
  };
  const pictures: Range[] = [];
  const others: Range[] = [];
  const items = next(idWidth);
  if (items > maxItems) throw new UnknownPartsError();
  for (let item = 0; item < items; item += 1) {
    const id = next(idWidth);
    const method = version === 0 ? 0 : next(2) & 15;
    const elsewhere = next(2);
    const base = next(baseWidth);
    const from = method === 0 ? 0 : inside?.start;
    if (method > 1 || from === undefined || elsewhere !== 0) throw new UnknownPartsError();
    for (let extents = next(2); extents > 0; extents -= 1) {
      next(indexWidth);
      const start = from + base + next(offsetWidth);
      const length = next(lengthWidth);
      // None told: all of the file.
      if (length === 0 || start + length > bytes.length || pictures.length + others.length >= maxExtents) throw new UnknownPartsError();
      (drawn.has(id) ? pictures : others).push({ start, end: start + length });
    }
  }
  if (pictures.length === 0) throw new UnknownPartsError();
  return { pictures, others };
}

/** @returns the items that are pictures. */
function kindsIn(bytes: Uint8Array, out: Uint8Array, info: Box): ReadonlySet<number> {
  const numbers = new Numbers(bytes);
  const drawn = new Set<number>();
  const entries = boxesIn(bytes, { start: info.start + (numbers.at(info.start, 1) === 0 ? 6 : 8), end: info.end });
  if (entries.length > maxItems) throw new UnknownPartsError();
  for (const { name, start, end } of entries) {
    const version = numbers.at(start, 1);
    if (name !== 'infe' || (version !== 2 && version !== 3)) throw new UnknownPartsError();
    const idWidth = version === 2 ? 2 : 4;
    const kindAt = start + 4 + idWidth + 2;
    if (kindAt + 5 > end) throw new UnknownPartsError();
    const kind = latin(bytes, kindAt, kindAt + 4);
    if (pictureKinds.has(kind)) drawn.add(numbers.at(start + 4, idWidth));
    else out.set(Buffer.from('skip', 'latin1'), kindAt);
    out.fill(0, kindAt + 4, end);
  }
  return drawn;
}
