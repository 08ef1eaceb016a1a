import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cell, numbersCsv } from '../../../../hub/numbers/numbers-csv.ts';
import { redactText } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { numbersOf } from '../../../doubles/nordlicht-numbers.ts';

const now = Date.parse('2026-06-30T12:00:00Z');
const hide = (text: string): string => redactText(text).text;
const named = (name: string) => {
  const numbers = numbersOf({ period: { kind: 'latest', days: 7 }, by: 'tag' }, now);
  return { ...numbers, rows: numbers.rows.slice(0, 1).map((row) => ({ ...row, name })) };
};

describe('the numbers as a file', () => {
  it('have a row for the whole, for each part and for each day, each as wide as the heading, times in minutes', () => {
    const rows = parse<Record<string, string>>(numbersCsv(numbersOf({ period: { kind: 'latest', days: 7 }, by: 'channel' }, now), hide), { columns: true });
    expect(rows.map(({ part }) => part)).toEqual(['all', 'channel', 'channel', 'channel', ...Array.from({ length: 7 }, () => 'day')]);
    expect(rows[0]).toMatchObject({ from: '2026-06-24', to: '2026-06-30', opened: '1210', first_response_median_minutes: '38', promise_kept: '1480', open: '92', ratings: '214', ratings_mean: '4.3' });
    expect(rows[1]).toMatchObject({ name: 'Support mailbox', opened: '666' });
    expect(rows[4]).toMatchObject({ from: '2026-06-24', to: '2026-06-24', opened: '40', answered: '52', first_response_median_minutes: '' });
  });

  it.each(['=1+1', '+cmd', '-2', '@SUM(A1)', '\t=1', '  =HYPERLINK("x")', '＝1', '\r\n=1'])('give a spreadsheet no formula: %j', (name) => {
    const [, , row] = parse(numbersCsv(named(name), (text) => text));
    expect(row?.[1]).toMatch(/^'/);
  });

  it('are read back as they were written, whatever a name is made of, and no cell begins as a formula does', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('=', '+', '-', '@', '"', ',', ';', '\n', '\t', "'", ' '), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 12 }), (name) => {
        const [[read] = []] = parse(`${cell(name)},x\r\n`);
        const line = name.replaceAll(/[\r\n]+/gu, ' ');
        expect([line, `'${line}`]).toContain(read);
        expect(read).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
      }),
      runs(500),
    );
  });

  it('hide what redaction hides, also where somebody made a tag of it before it was refused', () => {
    expect(numbersCsv(named('4111 1111 1111 1111'), hide)).not.toContain('4111 1111');
  });
});
