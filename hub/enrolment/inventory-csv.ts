import { type CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { InventoryRecord } from '../../shared/domain/device.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { foldedTag, type NewMachine } from './inventory.ts';
import { machineOf, normalisedSerial, normalisedUuid } from './machine.ts';

export class InventoryCsvError extends SealdeskError<'csv-malformed'> {
  constructor(what: string, options?: ErrorOptions) {
    super('csv-malformed', `${what} Nothing was imported.`, options);
  }
}

const columns = ['tag', 'serial', 'uuid', 'model', 'note'] as const;
type Column = (typeof columns)[number];

export const maxCsvMachines = 20_000;

/** One line of text, or nothing where the cell is empty. */
const words = (longest: number) => z.string().trim().max(longest).regex(/^\P{Cc}*$/u).transform((text) => text || null).nullable();

/** A machine as IT writes it. What firmware has in place of a number counts as none. */
export const CsvMachine = z
  .object({
    tag: z.string().trim().min(1).max(80).regex(/^\P{Cc}*$/u),
    serial: words(120).transform((serial) => (normalisedSerial(serial) === null ? null : serial)),
    hardwareUuid: z
      .string()
      .transform((text) => text.replace(/[\s{}]+/gu, '').toLowerCase() || null)
      .pipe(InventoryRecord.shape.hardwareUuid)
      .nullable()
      .transform(normalisedUuid),
    model: words(120),
    note: words(300),
  })
  .refine(({ serial, hardwareUuid }) => serial !== null || hardwareUuid !== null, { path: ['serial'], message: 'A machine needs a serial number or a hardware UUID of its own.' });

/**
 * Reads a CSV file (RFC 4180, UTF-8, comma or semicolon) with a heading: `tag`, `serial`, `uuid`, `model`, `note`, in
 * any order; `tag` and one of the next two are needed.
 * @throws InventoryCsvError which names the line and what to do; all of the file is read, or nothing of it.
 */
export function readInventoryCsv(text: string): NewMachine[] {
  const [heading, ...lines] = parsed(text);
  if (!heading) throw new InventoryCsvError(`The file is empty. Its first line must be a heading: ${columns.join(',')}.`);
  const order = readHeading(heading.cells);
  if (lines.length === 0) throw new InventoryCsvError('There is no machine in the file, only a heading.');
  if (lines.length > maxCsvMachines) throw new InventoryCsvError(`The file has ${lines.length} machines; ${maxCsvMachines} at a time is the most. Split it.`);
  const seen = new Map<string, number>();
  return lines.map(({ cells, line }) => {
    const machine = readMachine(cells, line, order);
    refuseTwice(seen, machine, line);
    return machine;
  });
}

interface Line {
  readonly cells: readonly string[];
  /** On which the record ends, counted from 1, as an editor shows it. */
  readonly line: number;
}

function parsed(text: string): Line[] {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  // Spreadsheets write semicolons where the comma is the decimal sign. No name of a column holds either.
  const delimiter = first.includes(';') ? ';' : ',';
  try {
    const records = parse(text, { bom: true, delimiter, trim: true, skip_empty_lines: true, info: true }) as unknown as { readonly record: string[]; readonly info: { readonly lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (cause) {
    const { lines } = cause as Partial<CsvError> & { readonly lines?: number };
    const place = typeof lines === 'number' ? `Line ${lines}` : 'The file';
    throw new InventoryCsvError(`${place} is not CSV with as many cells as the heading: look for a quotation mark or a separator that is missing or too many.`, { cause });
  }
}

/** @returns the column of each cell. */
function readHeading(cells: readonly string[]): Column[] {
  const order = cells.map((cell) => {
    const name = cell.toLowerCase();
    const column = columns.find((known) => known === name);
    if (!column) throw new InventoryCsvError(`Line 1: the heading has a column that is not known. Columns are ${columns.join(', ')}; remove the others.`);
    return column;
  });
  const twice = order.find((column, index) => order.indexOf(column) !== index);
  if (twice) throw new InventoryCsvError(`Line 1: the heading has the column ${twice} twice. Remove one of them.`);
  if (!order.includes('tag')) throw new InventoryCsvError('Line 1: the heading has no column tag. Add one, with the label that each machine bears.');
  if (!order.includes('serial') && !order.includes('uuid')) throw new InventoryCsvError('Line 1: the heading has neither serial nor uuid. Add one of them: machines are recognised by it.');
  return order;
}

function readMachine(cells: readonly string[], line: number, order: readonly Column[]): NewMachine {
  const cell = (column: Column) => cells[order.indexOf(column)] ?? '';
  const machine = CsvMachine.safeParse({ tag: cell('tag'), serial: cell('serial'), hardwareUuid: cell('uuid'), model: cell('model'), note: cell('note') });
  if (machine.success) return machine.data;
  const { path: [field], code } = machine.error.issues[0] ?? { path: [], code: 'custom' };
  throw new InventoryCsvError(`Line ${line}: ${code === 'custom' ? numberless : (wrongCell.get(field) ?? tooLong)}`);
}

const numberless = 'the machine has neither a serial number nor a hardware UUID of its own. Fill one in, or remove the line.';
const tooLong = 'model or note is too long (120 and 300 letters), or goes over two lines. Shorten it.';
const wrongCell = new Map<PropertyKey | undefined, string>([
  ['tag', 'the tag is missing, longer than 80 letters, or goes over two lines. Correct it.'],
  ['serial', 'the serial number is longer than 120 letters, or goes over two lines. Correct it.'],
  ['hardwareUuid', 'the uuid is not one. It looks like 4c4c4544-0042-3510-8054-b7c04f4e3732; leave it empty where it is not known.'],
]);

function refuseTwice(seen: Map<string, number>, machine: NewMachine, line: number): void {
  const { serial, hardwareUuid } = machineOf(machine);
  for (const [what, value] of [['tag', foldedTag(machine.tag)], ['serial number', serial], ['hardware UUID', hardwareUuid]] as const) {
    if (value === null) continue;
    const before = seen.get(`${what} ${value}`);
    if (before !== undefined) throw new InventoryCsvError(`Line ${line}: the ${what} is that of line ${before} too. Remove one of them.`);
    seen.set(`${what} ${value}`, line);
  }
}
