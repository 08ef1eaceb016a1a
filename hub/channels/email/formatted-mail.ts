import { type Block, type Line, type Run, saysItsAddress, shownAddress } from '../../../shared/marks/marked-text.ts';
import type { Formatted } from '../../../shared/marks/shown-formatted.ts';

/**
 * A message as the HTML part of a mail: made of what was read, each text escaped, with a handful of elements and nothing that is
 * fetched from anywhere. Style attributes, since mail programs drop style sheets; no sizes and colours, so that it looks like the
 * mails of whoever reads it. A link whose words are not its address shows both.
 */
export function formattedMail({ blocks, below }: Formatted): string {
  const under = below === '' ? '' : `<div dir="auto" style="white-space:pre-wrap">${linesIn(below.slice(1))}</div>`;
  return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${blocks.map(blockOf).join('')}${under}</body></html>`;
}

const linesIn = (text: string): string => text.split('\n').map((line) => escaped(line)).join('<br>');

function blockOf(block: Block): string {
  const items = (): string => block.lines.map((line) => `<li>${lineOf(line)}</li>`).join('');
  switch (block.kind) {
    case 'lines':
      return `<div dir="auto" style="white-space:pre-wrap">${block.lines.map(lineOf).join('<br>')}</div>`;
    case 'quote':
      return `<blockquote dir="auto" style="margin:0;padding:0 0.8em;border-inline-start:2px solid">${block.lines.map(lineOf).join('<br>')}</blockquote>`;
    case 'bullets':
      return `<ul dir="auto" style="margin:0">${items()}</ul>`;
    case 'numbers':
      return `<ol start="${block.first}" dir="auto" style="margin:0">${items()}</ol>`;
  }
}

const lineOf = (line: Line): string => line.map(runOf).join('');

function runOf(run: Run): string {
  switch (run.kind) {
    case 'text':
      return escaped(run.text);
    case 'code':
      return `<code>${escaped(run.text)}</code>`;
    case 'strong':
      return `<strong>${lineOf(run.runs)}</strong>`;
    case 'emphasis':
      return `<em>${lineOf(run.runs)}</em>`;
    case 'strike':
      return `<s>${lineOf(run.runs)}</s>`;
    case 'link': {
      const link = `<a href="${escaped(run.address)}">${escaped(run.text)}</a>`;
      return saysItsAddress(run) ? link : `${link} (${escaped(shownAddress(run.address))})`;
    }
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
