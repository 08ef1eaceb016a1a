import { between, type Leave, type Range, UnknownPartsError } from './bare.ts';
import { blankProfile } from './colour-profile.ts';
import { tiffNumbers } from './orientation.ts';

/** TIFF 6.0: what a page is drawn from, and how it is turned. */
const drawn = new Set([254, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 338, 339, 340, 341, 529, 530, 531, 532]);
const [compression, stripPlaces, stripLengths, tilePlaces, tileLengths, profileTag] = [259, 273, 279, 324, 325, 34_675];
/** Files in the file, or a camera's raw ones: what stands in those is not known. */
const unknown = new Set([330, 50_706, 513, 514]);
/** JPEG has a description of its own. */
const jpegs = new Set([6, 7]);
const widths: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8 };
const words = 2;
const maxPages = 1_000;
const maxEntries = 200;
const maxStrips = 200_000;
const entryLength = 12;

interface Entry {
  readonly tag: number;
  readonly kind: number;
  readonly count: number;
  readonly at: number;
  /** Where its numbers are: in it, or elsewhere. */
  readonly value: Range;
  readonly elsewhere: boolean;
}

/**
 * A TIFF with its pages' points as they are and what says how to draw them. Everything is found by its place, so nothing moves: all else is zeros, and the lists are shorter.
 * @throws UnknownPartsError
 */
export function bareTiff(bytes: Uint8Array, leave: Leave): Uint8Array {
  const numbers = tiffNumbers(bytes);
  const kept: Range[] = [{ start: 0, end: 8 }];
  const pages: { readonly at: number; readonly entries: readonly Entry[]; readonly next: number }[] = [];
  const profiles: Range[] = [];
  let strips = 0;
  for (let at = numbers.at(4, 4); at !== 0; ) {
    if (pages.some((page) => page.at === at) || pages.length >= maxPages) throw new UnknownPartsError();
    const count = numbers.at(at, 2);
    if (count > maxEntries) throw new UnknownPartsError();
    const entries = Array.from({ length: count }, (_, entry) => entryAt(at + 2 + entry * entryLength));
    const next = numbers.at(at + 2 + count * entryLength, 4);
    const stays = entries.filter(({ tag, kind }) => (drawn.has(tag) && kind !== words) || tag === profileTag);
    if (entries.some(({ tag }) => unknown.has(tag)) || jpegs.has(numberOf(entries, compression) ?? 1)) throw new UnknownPartsError();
    pages.push({ at, entries: stays, next });
    kept.push({ start: at, end: at + 2 + stays.length * entryLength + 4 });
    for (const { tag, value, elsewhere } of stays) {
      if (!elsewhere) continue;
      kept.push(value);
      if (tag === profileTag) profiles.push(value);
    }
    const points = [...stretches(entries, stripPlaces, stripLengths), ...stretches(entries, tilePlaces, tileLengths)];
    strips += points.length;
    if (points.length === 0 || strips > maxStrips) throw new UnknownPartsError();
    // One by one: so many as strips may be are no arguments of one call.
    for (const stretch of points) kept.push(stretch);
    at = next;
  }
  // Each byte is one part's, or a table that pages have in common.
  if (pages.length === 0 || kept.reduce((sum, { start, end }) => sum + end - start, 0) > 2 * bytes.length) throw new UnknownPartsError();
  const out = new Uint8Array(kept.reduce((most, { end }) => Math.max(most, end), 0));
  for (const { start, end } of kept) out.set(bytes.subarray(start, end), start);
  for (const { start, end } of profiles) {
    leave(bytes.subarray(start, end), 'words');
    blankProfile(out.subarray(start, end));
  }
  for (const page of pages) writePage(bytes, out, page, numbers.little);
  leave(bytes, 'position');
  for (const gap of between({ start: 0, end: out.length }, kept)) leave(bytes.subarray(gap.start, gap.end), 'words');
  if (out.length < bytes.length) leave(bytes.subarray(out.length), null);
  return out;

  function entryAt(at: number): Entry {
    const [tag, kind, count] = [numbers.at(at, 2), numbers.at(at + 2, 2), numbers.at(at + 4, 4)];
    const length = (widths[kind] ?? 0) * count;
    const elsewhere = length > 4;
    const start = elsewhere ? numbers.at(at + 8, 4) : at + 8;
    if (start + length > bytes.length) throw new UnknownPartsError();
    return { tag, kind, count, at, value: { start, end: start + length }, elsewhere };
  }

  function numberOf(entries: readonly Entry[], tag: number): number | undefined {
    const entry = entries.find((each) => each.tag === tag);
    return entry === undefined ? undefined : numbers.at(entry.value.start, entry.kind === 3 ? 2 : 4);
  }

  /** Where points lie: as many places as lengths. */
  function stretches(entries: readonly Entry[], places: number, lengths: number): Range[] {
    const [from, long] = [entries.find(({ tag }) => tag === places), entries.find(({ tag }) => tag === lengths)];
    if (from === undefined && long === undefined) return [];
    if (from === undefined || long === undefined || from.count !== long.count || from.count > maxStrips || ![from, long].every(({ kind }) => kind === 3 || kind === 4)) throw new UnknownPartsError();
    const each = (entry: Entry, index: number) => numbers.at(entry.value.start + index * (entry.kind === 3 ? 2 : 4), entry.kind === 3 ? 2 : 4);
    return Array.from({ length: from.count }, (_, index) => {
      const start = each(from, index);
      const end = start + each(long, index);
      // Where no length is told, viewers reckon it.
      if (end > bytes.length || (end === start && start > 0)) throw new UnknownPartsError();
      return { start, end };
    });
  }
}

/** The list of a page, as long as it is now. */
function writePage(bytes: Uint8Array, out: Uint8Array, { at, entries, next }: { readonly at: number; readonly entries: readonly Entry[]; readonly next: number }, little: boolean): void {
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  view.setUint16(at, entries.length, little);
  for (const [index, entry] of entries.entries()) out.set(bytes.subarray(entry.at, entry.at + entryLength), at + 2 + index * entryLength);
  view.setUint32(at + 2 + entries.length * entryLength, next, little);
}
