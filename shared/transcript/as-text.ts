import { type Fact, markLine, type Paper } from './paper.ts';
import { oneLine, readable } from './readable.ts';

/** What a message says is set in by so much, so that no line of it can pass for one of ours. */
const inset = '    ';
const rule = '-'.repeat(72);

/** Plain text in UTF-8, lines ended by a line feed. */
export function asText({ title, mark, notice, facts, sections, end }: Paper): string {
  const marked = markLine(mark);
  const lines = [title, marked, '', notice, '', ...table(facts)];
  for (const { title: name, facts: about, entries } of sections) {
    lines.push('', rule);
    if (name !== null) lines.push(oneLine(name), ...table(about), rule);
    for (const { head, time, text, details } of entries) {
      lines.push('', `${time}  ${oneLine(head)}`);
      for (const detail of details) lines.push(`  ${oneLine(detail)}`);
      if (text !== '') lines.push(...readable(text).split('\n').map((line) => (line === '' ? '' : inset + line)));
    }
  }
  lines.push('', rule, `${end}. ${marked}`, '');
  return lines.join('\n');
}

function table(facts: readonly Fact[]): string[] {
  const width = Math.max(0, ...facts.map(([label]) => label.length));
  return facts.map(([label, value]) => `${label.padEnd(width)}  ${oneLine(value)}`);
}
