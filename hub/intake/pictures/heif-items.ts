import { latin, Numbers, type Range, UnknownPartsError } from './bare.ts';
import { type Box, boxesIn } from './heif-boxes.ts';

/** Kinds of item that are points, or say how points are put together. */
const pictureKinds = new Set(['hvc1', 'av01', 'avc1', 'vvc1', 'jpeg', 'grid', 'iden', 'iovl', 'tmap']);
const maxItems = 10_000;
const maxExtents = 10_000;
/** Of numbers in what belongs to what. */
const maxBelonging = 100_000;

interface Where {
  /** What lists the items, with their kinds. */
  readonly info: Box;
  /** What says where each of them lies. */
  readonly places: Box;
  /** What says which of them is shown. */
  readonly shown: Box;
  /** What says which of them belongs to which. */
  readonly belonging: Box | null;
  /** A box in which small ones may lie. */
  readonly inside: Box | null;
}

/**
 * Where the items of a file lie that are pictures, and where the others do; a small picture of another is none. In `out` items lose their names, and what is no picture is one
 * of a kind that nobody reads. @throws UnknownPartsError
 */
export function itemsOf(bytes: Uint8Array, out: Uint8Array, { info, places, shown, belonging, inside }: Where): { readonly pictures: readonly Range[]; readonly small: readonly Range[]; readonly others: readonly Range[] } {
  const belongings = belonging === null ? [] : belongingsIn(bytes, belonging);
  const tiny = smallOnes(belongings);
  const drawn = kindsIn(bytes, out, info, tiny);
  mustBeDrawn(drawn, shownIn(bytes, shown), belongings);
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
  const small: Range[] = [];
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
      if (length === 0 || start + length > bytes.length || pictures.length + small.length + others.length >= maxExtents) throw new UnknownPartsError();
      (drawn.has(id) ? pictures : tiny.has(id) ? small : others).push({ start, end: start + length });
    }
  }
  if (pictures.length === 0) throw new UnknownPartsError();
  return { pictures, small, others };
}

interface Belonging {
  readonly how: string;
  readonly item: number;
  readonly to: readonly number[];
}

/** ISO/IEC 14496-12, section 8.11.12. */
function belongingsIn(bytes: Uint8Array, box: Box): Belonging[] {
  const numbers = new Numbers(bytes.subarray(0, box.end));
  const width = numbers.at(box.start, 1) === 0 ? 2 : 4;
  let total = 0;
  return boxesIn(bytes, { start: box.start + 4, end: box.end }).map(({ name, start, end }) => {
    const count = numbers.at(start + width, 2);
    total += count;
    if (start + width + 2 + count * width > end || total > maxBelonging) throw new UnknownPartsError();
    return { how: name, item: numbers.at(start, width), to: Array.from({ length: count }, (_, index) => numbers.at(start + width + 2 + index * width, width)) };
  });
}

/** Items that are small pictures of others, and what those are put together from: they may show what was there before something was cut off. */
function smallOnes(belongings: readonly Belonging[]): ReadonlySet<number> {
  const small = new Set(belongings.filter(({ how }) => how === 'thmb').map(({ item }) => item));
  const large = new Set(belongings.filter(({ how, item }) => how === 'dimg' && !small.has(item)).flatMap(({ to }) => to));
  return new Set([...small, ...belongings.filter(({ how, item }) => how === 'dimg' && small.has(item)).flatMap(({ to }) => to)].filter((item) => !large.has(item)));
}

/** The picture that is shown, and what any is put together from. @throws UnknownPartsError where one is of a kind that is not known */
function mustBeDrawn(drawn: ReadonlySet<number>, shown: number, belongings: readonly Belonging[]): void {
  const needed = belongings.filter(({ how, item }) => how === 'dimg' && drawn.has(item)).flatMap(({ to }) => to);
  if ([shown, ...needed].some((item) => !drawn.has(item))) throw new UnknownPartsError();
}

/** The number of the item that is shown. */
function shownIn(bytes: Uint8Array, shown: Box): number {
  const numbers = new Numbers(bytes.subarray(0, shown.end));
  return numbers.at(shown.start + 4, numbers.at(shown.start, 1) === 0 ? 2 : 4);
}

/** @returns the items that are pictures. */
function kindsIn(bytes: Uint8Array, out: Uint8Array, info: Box, small: ReadonlySet<number>): ReadonlySet<number> {
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
    const id = numbers.at(start + 4, idWidth);
    if (pictureKinds.has(kind) && !small.has(id)) drawn.add(id);
    else out.set(Buffer.from('skip', 'latin1'), kindAt);
    out.fill(0, kindAt + 4, end);
  }
  return drawn;
}
