/** Where a CSV text stops being one, counted in lines from 1. */
export interface CsvProblem {
  readonly line: number;
  readonly kind: 'quote-not-closed' | 'text-after-quote';
}

export interface CsvRecord {
  /** Where it begins, counted in lines from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Reads CSV as RFC 4180 section 2 describes it, with LF or CRLF and a byte order mark allowed. Empty lines are left out. */
export function readCsv(text: string): { readonly records: readonly CsvRecord[]; readonly problem: CsvProblem | null } {
  const records: CsvRecord[] = [];
  let at = text.startsWith('\u{feff}') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const begins = line;
    const fields: string[] = [];
    for (;;) {
      let field = '';
      if (text[at] === '"') {
        at += 1;
        for (;;) {
          const end = text.indexOf('"', at);
          if (end < 0) return { records, problem: { line: begins, kind: 'quote-not-closed' } };
          const part = text.slice(at, end);
          line += part.split('\n').length - 1;
          field += part;
          at = end + 1;
          if (text[at] !== '"') break;
          field += '"';
          at += 1;
        }
        if (at < text.length && text[at] !== ',' && !lineEnd.test(text.slice(at, at + 2))) return { records, problem: { line, kind: 'text-after-quote' } };
      } else {
        const start = at;
        while (at < text.length && text[at] !== ',' && !lineEnd.test(text.slice(at, at + 2))) at += 1;
        field = text.slice(start, at);
      }
      fields.push(field);
      if (text[at] !== ',') break;
      at += 1;
    }
    at += lineEnd.exec(text.slice(at, at + 2))?.[0].length ?? 0;
    line += 1;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begins, fields });
  }
  return { records, problem: null };
}

const lineEnd = /^\r?\n/;

/** The columns an inventory may have; the first and one of the next two are needed. */
export const inventoryColumns = ['tag', 'serial', 'uuid', 'model', 'note'] as const;

export type InventoryPreview =
  | { readonly kind: 'ready'; readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly count: number }
  | { readonly kind: 'empty' }
  | { readonly kind: 'not-csv'; readonly problem: CsvProblem }
  /** The first line names none of what is needed. */
  | { readonly kind: 'no-headings' };

const previewed = 5;

/** What an import would take, shown before it is sent. The hub checks every line again, and its word counts. */
export function previewInventory(text: string): InventoryPreview {
  const { records, problem } = readCsv(text);
  if (problem !== null) return { kind: 'not-csv', problem };
  const [first, ...rest] = records;
  if (first === undefined) return { kind: 'empty' };
  const headings = first.fields.map((heading) => heading.trim().toLowerCase());
  if (!headings.includes('tag') || !(headings.includes('serial') || headings.includes('uuid'))) return { kind: 'no-headings' };
  if (rest.length === 0) return { kind: 'empty' };
  return { kind: 'ready', headings, rows: rest.slice(0, previewed).map(({ fields }) => fields), count: rest.length };
}
