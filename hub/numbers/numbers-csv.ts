import type { Figures, Numbers, Spread, Standing } from '../../shared/domain/numbers.ts';

const heading = [
  'part', 'name', 'from', 'to', 'opened', 'reopened', 'answered', 'resolved', 'assigned', 'open', 'overdue',
  ...(['first_response', 'answer', 'resolution'] as const).flatMap((time) => [`${time}_count`, `${time}_median_minutes`, `${time}_p90_minutes`]),
  'promise_kept', 'promise_broken', 'ratings', 'ratings_satisfied', 'ratings_mean',
] as const;

/**
 * The figures as a file (RFC 4180, UTF-8): a row for the whole, one for each part, one for each day. Times are minutes of working time.
 * @param hide what redaction hides in a name
 */
export function numbersCsv({ by, from, to, total, standing, rows, days }: Numbers, hide: (text: string) => string): string {
  const lines: (string | number)[][] = [
    [...heading],
    ['all', '', from, to, ...cells(total, standing)],
    ...rows.map(({ name, figures, standing: its }) => [by ?? '', name === null ? '' : hide(name), from, to, ...cells(figures, its)]),
    ...days.map(({ day, opened, answered, resolved, backlog }) => ['day', '', day, day, opened, '', answered, resolved, '', backlog]),
  ];
  return lines.map((line) => `${heading.map((_, place) => cell(line[place] ?? '')).join(',')}\r\n`).join('');
}

function cells(figures: Figures, { open, overdue }: Standing): (string | number)[] {
  const { opened, reopened, answered, resolved, assigned, firstResponse, answer, resolution, kept, broken, rated } = figures;
  return [opened, reopened, answered, resolved, assigned, open, overdue, ...[firstResponse, answer, resolution].flatMap(spread), kept, broken, rated.count, rated.satisfied, rated.count === 0 ? '' : Math.round((10 * rated.sum) / rated.count) / 10];
}

const spread = ({ count, median, p90 }: Spread): (string | number)[] => [count, ...[median, p90].map((time) => (time === null ? '' : Math.round(time / 6000) / 10))];

/**
 * A cell that a spreadsheet takes for text: one that begins as a formula does is preceded by an apostrophe
 * (OWASP, CSV injection), and quotes are doubled.
 */
export function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const line = value.replaceAll(/[\r\n]+/gu, ' ');
  const plain = /^\s*[=+\-@\t\r＝＋－＠]/u.test(line) ? `'${line}` : line;
  return /[",;\t']/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
