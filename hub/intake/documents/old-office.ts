import type { Folder } from './compound-folder.ts';
import type { Gathered } from './gathered.ts';
import { looseWords } from './loose-words.ts';

/** Where Word, Excel and PowerPoint have what people wrote (MS-DOC, MS-XLS, MS-PPT), and their properties (MS-OLEPS). */
const spoken: ReadonlySet<string> = new Set(['WordDocument', 'PowerPoint Document', '\u0005SummaryInformation', '\u0005DocumentSummaryInformation']);
const workbooks: ReadonlySet<string> = new Set(['Workbook', 'Book']);

/**
 * Documents as Office wrote them until 2007. Their text lies in one piece, or in a few, between what only the program understands: what looks like
 * text is read, in both ways in which it is written, and the numbers of a table. It is never read whole: what was found counts, and nothing is vouched for.
 */
export function readOldOffice({ streams }: Folder, gathered: Gathered): void {
  gathered.notWhole();
  for (const [name, bytes] of streams) {
    if (workbooks.has(name)) readWorkbook(bytes, gathered);
    else if (spoken.has(name)) gathered.apart(looseWords(bytes));
  }
}

/** Records of a workbook with numbers in them (MS-XLS 2.4). */
const number = 0x0203;
const rk = 0x027e;
const manyRk = 0x00bd;
const formula = 0x0006;

/** Records, each with two bytes of kind and two of length. Numbers stand row by row, as the program wrote them. */
function readWorkbook(bytes: Uint8Array, gathered: Gathered): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const kind = view.getUint16(at, true);
    const start = at + 4;
    const end = Math.min(start + view.getUint16(at + 2, true), bytes.length);
    if ((kind === number || kind === formula) && end - start >= 14) numbers.push(String(view.getFloat64(start + 6, true)));
    else if (kind === rk && end - start >= 10) numbers.push(String(rkNumber(view.getUint32(start + 6, true))));
    else if (kind === manyRk) for (let cell = start + 4; cell + 6 <= end - 2; cell += 6) numbers.push(String(rkNumber(view.getUint32(cell + 2, true))));
    at = end;
  }
  gathered.apart(looseWords(bytes));
  gathered.apart(numbers.join('\n'));
}

/** A number in four bytes: thirty bits of an integer or of a double, perhaps a hundred times as large (MS-XLS 2.5.217). */
function rkNumber(value: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, value & 0xfffffffc);
  const whole = (value & 2) === 0 ? bits.getFloat64(0) : (value | 0) >> 2;
  return (value & 1) === 0 ? whole : whole / 100;
}
