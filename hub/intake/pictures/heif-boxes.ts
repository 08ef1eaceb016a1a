import { latin, Numbers, type Range, UnknownPartsError } from './bare.ts';

/** ISO/IEC 23008-12 and 14496-12: a box of boxes. */
export interface Box extends Range {
  readonly name: string;
  /** Where its head begins; `start` is where its content does. */
  readonly head: number;
}

/** More than any picture has. */
const maxBoxes = 10_000;

/** @param open something that is no box may stand behind the last one. */
export function boxesIn(bytes: Uint8Array, { start: from, end: to }: Range, open = false): Box[] {
  const numbers = new Numbers(bytes);
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    const box = at + 8 > to ? null : boxAt(bytes, numbers, at, to);
    if (box === null || box.end > to || boxes.length >= maxBoxes) {
      if (open) break;
      throw new UnknownPartsError();
    }
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

function boxAt(bytes: Uint8Array, numbers: Numbers, at: number, to: number): Box | null {
  const told = numbers.at(at, 4);
  const head = told === 1 ? 16 : 8;
  if (told === 1 && at + 16 > to) return null;
  const size = told === 0 ? to - at : told === 1 ? numbers.at(at + 8, 8) : told;
  return size < head ? null : { name: latin(bytes, at + 4, at + 8), head: at, start: at + head, end: at + size };
}
