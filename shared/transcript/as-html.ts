import { eachMask } from '../redaction/engine/masks.ts';
import { type Entry, type Fact, markLine, type Paper } from './paper.ts';
import { oneLine, readable } from './readable.ts';
import { paperStyle } from './paper-style.ts';

/**
 * One page by itself, for a browser and for printing. It has no script, loads nothing and sends nothing, and its own policy
 * lets it do no more, wherever it is opened.
 *
 * @param marked where the watermark stands: in the page's own head and foot, or in the margins of each printed page, where whoever
 * prints it puts it
 * @param styleHash SHA-256 of `paperStyle`, base64 (CSP Level 3, section 2.3.1)
 */
export function asHtml(paper: Paper, styleHash: string, marked: 'in-page' | 'in-margins'): string {
  const { language, title, mark, notice, facts, sections, end } = paper;
  const line = inline(markLine(mark));
  const inPage = marked === 'in-page';
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${paperPolicy(styleHash)}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${inline(title)}</title>`,
    `<style>${paperStyle}</style>`,
    '</head>',
    '<body>',
    `<div class="across" aria-hidden="true">${mark.slice(0, 2).map((line) => `<span>${inline(line)}</span>`).join('')}</div>`,
    ...(inPage ? [`<header class="mark">${line}</header>`] : []),
    '<main>',
    `<h1>${inline(title)}</h1>`,
    `<p class="notice">${inline(notice)}</p>`,
    table(facts),
    ...sections.map(({ title: name, facts: about, entries }) =>
      ['<section>', ...(name === null ? [] : [`<h2>${inline(name)}</h2>`, table(about)]), ...entries.map(entry), '</section>'].join('\n'),
    ),
    '</main>',
    ...(inPage ? [`<footer class="mark">${end}. ${line}</footer>`] : []),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** @param styleHash as for `asHtml` */
export function paperPolicy(styleHash: string): string {
  return `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
}

function table(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  return `<dl>${facts.map(([label, value]) => `<div><dt>${inline(label)}</dt><dd dir="auto">${inline(value)}</dd></div>`).join('')}</dl>`;
}

function entry({ side, head, time, text, details }: Entry): string {
  return [
    `<article class="${side}">`,
    `<h3><bdi>${inline(head)}</bdi> <time>${inline(time)}</time></h3>`,
    ...details.map((detail) => `<p class="detail" dir="auto">${inline(detail)}</p>`),
    ...(text === '' ? [] : [`<p class="text" dir="auto">${escaped(readable(text))}</p>`]),
    '</article>',
  ].join('\n');
}

const inline = (text: string): string => escaped(oneLine(text));

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Masks are set apart from what people wrote; none of them holds anything that is escaped. */
function escaped(text: string): string {
  return eachMask(
    text.replace(/[&<>"']/g, (character) => entities[character] ?? ''),
    (mask) => `<span class="hidden">${mask.slice(1, -1).replaceAll('*', '•')}</span>`,
  );
}
