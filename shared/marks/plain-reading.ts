import { type Block, type Line, saysItsAddress, shownAddress } from './marked-text.ts';
import { readMarks } from './read-marks.ts';

export interface PlainReading {
  /** Without marks: addresses behind the words of their links, `- ` before what is listed. Never longer than what was written. */
  readonly text: string;
  /** Where a part of the reading stands in what was written. Offsets in UTF-16 code units. */
  readonly writtenAt: (start: number, end: number) => { readonly start: number; readonly end: number };
}

/** A piece of the reading, and what it was written as: of the same length, or a mark that reads otherwise. */
interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * How a text reads where there is nothing but text. Search, redaction, transcripts, exports and every channel without formatting
 * have this; what was hidden between marks (`4111 **1111** …`) stands in it whole.
 */
export function readPlainly(source: string): PlainReading {
  const pieces = piecesOf(source);
  const ends: number[] = [];
  let length = 0;
  for (const { text } of pieces) ends.push((length += text.length));
  const pieceAt = (offset: number): number => {
    let [low, high] = [0, pieces.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const within = (offset: number, edge: 'from' | 'to'): number => {
    const index = pieceAt(offset);
    const piece = pieces[index];
    if (piece === undefined) return 0;
    const into = offset - ((ends[index] ?? 0) - piece.text.length);
    return piece.to - piece.from === piece.text.length ? piece.from + into + (edge === 'to' ? 1 : 0) : piece[edge];
  };
  return {
    text: pieces.map(({ text }) => text).join(''),
    writtenAt: (start, end) => ({ start: within(start, 'from'), end: within(Math.max(start, end - 1), 'to') }),
  };
}

/** The reading alone. */
export const plainReading = (source: string): string => piecesOf(source).map(({ text }) => text).join('');

/** Whether a text looks otherwise for its marks. An address that stands in it as it is makes no difference. */
export function hasMarks(source: string): boolean {
  return plainReading(source) !== source || readMarks(source).some(({ kind }) => kind !== 'lines');
}

function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const block of readMarks(source)) {
    for (const [index, line] of block.lines.entries()) {
      if (pieces.length > 0 || at > 0) pieces.push({ text: '\n', from: at - 1, to: at });
      const end = source.indexOf('\n', at);
      const to = end < 0 ? source.length : end;
      const mark = beginningOf(block, index, source, at);
      if (mark !== '') pieces.push({ text: mark, from: at, to: at + mark.length });
      pieces.push(...line.flatMap(piecesOfRun));
      at = to + 1;
    }
  }
  return pieces;
}

/** Each reads as long as it was written. */
function beginningOf(block: Block, index: number, source: string, at: number): string {
  switch (block.kind) {
    case 'lines':
      return '';
    case 'bullets':
      return '- ';
    case 'numbers':
      return `${block.first + index}. `;
    case 'quote':
      return source.startsWith('> ', at) ? '> ' : '>';
  }
}

function piecesOfRun(run: Line[number]): Piece[] {
  switch (run.kind) {
    case 'text':
    case 'code':
      return [{ text: run.text, from: run.at, to: run.at + run.text.length }];
    case 'link': {
      const words = { text: run.text, from: run.at, to: run.at + run.text.length };
      if (saysItsAddress(run)) return [words];
      const shown = shownAddress(run.address);
      const end = run.addressAt + run.address.length;
      return [words, { text: ' (', from: words.to, to: end - shown.length }, { text: shown, from: end - shown.length, to: end }, { text: ')', from: end, to: end + 1 }];
    }
    case 'strong':
    case 'emphasis':
    case 'strike':
      return run.runs.flatMap(piecesOfRun);
  }
}
