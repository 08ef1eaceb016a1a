import { readLine } from './read-line.ts';
import type { Block, Line } from './marked-text.ts';

/**
 * Reads the marks of what an agent wrote. Never fails: what is no mark is text. Linear in the length. Each line belongs to one
 * block, and nothing of a text without marks is changed.
 */
export function readMarks(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: Line[] = [];
  let start = 0;
  for (const line of source.split('\n')) {
    const { kind, skip, number } = beginning(line);
    const read = readLine(line.slice(skip), start + skip);
    const last = blocks.at(-1);
    const goesOn = last?.kind === kind && (last.kind !== 'numbers' || last.first + last.lines.length === number);
    if (!goesOn) {
      lines = [];
      blocks.push(kind === 'numbers' ? { kind, first: number, lines } : { kind, lines });
    }
    lines.push(read);
    start += line.length + 1;
  }
  return blocks;
}

/** What a line is by how it begins. A number at the start is one of a list as it stands: it is never counted anew. */
function beginning(line: string): { readonly kind: Block['kind']; readonly skip: number; readonly number: number } {
  if (/^[-*] \S/.test(line)) return { kind: 'bullets', skip: 2, number: 0 };
  const numbered = /^(0|[1-9]\d{0,2})\. \S/.exec(line)?.[1];
  if (numbered !== undefined) return { kind: 'numbers', skip: numbered.length + 2, number: Number(numbered) };
  if (/^>(?: |$)/.test(line)) return { kind: 'quote', skip: line.length > 1 ? 2 : 1, number: 0 };
  return { kind: 'lines', skip: 0, number: 0 };
}
