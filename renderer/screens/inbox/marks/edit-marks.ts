import type { ChannelFormat } from '../../../../shared/domain/channel-format.ts';
import { linkAddress } from '../../../../shared/marks/link-address.ts';
import { inWord } from '../../../../shared/marks/read-line.ts';

/** What can be made of what is selected. The first ones can be asked for with keys. */
export const markKinds = ['bold', 'italic', 'strike', 'code', 'link', 'bullets', 'numbers', 'quote'] as const;
export type MarkKind = (typeof markKinds)[number];
/** Of them, what a channel has. */
export const kindsIn: Readonly<Record<ChannelFormat, readonly MarkKind[]>> = { all: markKinds, 'no-links': markKinds.filter((kind) => kind !== 'link'), none: [] };

/** One step: what stands between `from` and `to` becomes `put`, and then `select` is selected. Offsets in UTF-16 code units. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly put: string;
  readonly select: readonly [number, number];
}

export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const wrapping = { bold: '**', italic: '_', strike: '~~', code: '`' } as const;
/** What begins a line that is more than a line. */
const beginning = /^(?:[-*] |\d{1,3}\. |> )/;

/** Puts the mark there, or takes it away where it is. */
export function editMarks(kind: MarkKind, selected: Selected): Edit {
  switch (kind) {
    case 'bold':
    case 'italic':
    case 'strike':
    case 'code':
      return wrap(selected, wrapping[kind]);
    case 'link':
      return link(selected);
    case 'bullets':
    case 'numbers':
    case 'quote':
      return begin(selected, kind);
  }
}

function wrap({ text, ...given }: Selected, mark: string): Edit {
  const { start, end } = ofWords({ text, ...given });
  const size = mark.length;
  const inside = text.slice(start, end);
  if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) return { from: start - size, to: end + size, put: inside, select: [start - size, end - size] };
  if (inside.length > 2 * size && inside.startsWith(mark) && inside.endsWith(mark) && !inside.slice(size, -size).includes(mark)) return { from: start, to: end, put: inside.slice(size, -size), select: [start, end - 2 * size] };
  if (inside === '') return { from: start, to: end, put: mark + mark, select: [start + size, start + size] };
  // A mark ends with its line: each line has its own, behind what lists or quotes it.
  const put = inside.split('\n').map((line, index) => {
    const own = index > 0 || start === 0 || text[start - 1] === '\n' ? (beginning.exec(line)?.[0] ?? '') : '';
    const rest = line.slice(own.length);
    const words = rest.trim();
    return words === '' ? line : own + rest.slice(0, rest.indexOf(words)) + mark + words + mark + rest.slice(rest.indexOf(words) + words.length);
  }).join('\n');
  return { from: start, to: end, put, select: put.includes('\n') ? [start, start + put.length] : [start + size, start + put.length - size] };
}

/** Without the spaces at its edges; and where a part of a word is selected, the whole word: channels mark words. */
function ofWords({ text, start, end }: Selected): { readonly start: number; readonly end: number } {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from] ?? '')) from += 1;
  while (to > from && /\s/.test(text[to - 1] ?? '')) to -= 1;
  if (from === to) return { start, end: start };
  while (inWord(text[from - 1])) from -= 1;
  while (inWord(text[to])) to += 1;
  return { start: from, end: to };
}

const scheme = 'https://';

/** What is still to be written is selected: the address, or the words where an address was. */
function link({ text, start, end }: Selected): Edit {
  const inside = text.slice(start, end).trim();
  if (linkAddress(inside)) return { from: start, to: end, put: `[](${bracketless(inside)})`, select: [start + 1, start + 1] };
  const words = inside.replaceAll(/[[\]\n]/g, ' ');
  const at = start + words.length + 3;
  return { from: start, to: end, put: `[${words}](${scheme})`, select: words === '' ? [start + 1, start + 1] : [at, at + scheme.length] };
}

/** Pasted over selected words, an address becomes their link. Null: it is pasted as usual. */
export function pasteLink({ text, start, end }: Selected, pasted: string): Edit | null {
  const address = pasted.trim();
  const words = text.slice(start, end);
  if (words.trim() === '' || /[[\]\n]/.test(words) || linkAddress(words.trim()) || !linkAddress(address)) return null;
  const put = `[${words}](${bracketless(address)})`;
  return { from: start, to: end, put, select: [start + put.length, start + put.length] };
}

/** A bracket would end the address. */
const bracketless = (address: string): string => address.replaceAll('(', '%28').replaceAll(')', '%29');

/** The whole lines that are touched begin so, or no longer where all did. */
function begin({ text, start, end }: Selected, kind: 'bullets' | 'numbers' | 'quote'): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', Math.max(start, end));
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const has = { bullets: /^[-*] /, numbers: /^\d{1,3}\. /, quote: /^> / }[kind];
  const off = lines.every((line) => has.test(line));
  let number = 0;
  const put = lines.map((line) => {
    const rest = line.replace(beginning, '');
    if (off || (line === '' && lines.length > 1)) return rest;
    number += 1;
    return (kind === 'bullets' ? '- ' : kind === 'quote' ? '> ' : `${number}. `) + rest;
  }).join('\n');
  const select: Edit['select'] = lines.length > 1 ? [from, from + put.length] : [from + put.length, from + put.length];
  return { from, to, put, select };
}

/** Enter goes on with a list or a quote; on an item with nothing in it, it ends it. Null: a line break as usual. */
export function goOn({ text, start, end }: Selected): Edit | null {
  if (start !== end) return null;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, start);
  const own = beginning.exec(line)?.[0];
  if (own === undefined) return null;
  if (line === own) return text[start] === undefined || text[start] === '\n' ? { from, to: start, put: '', select: [from, from] } : null;
  const put = `\n${/^\d/.test(own) ? `${Number.parseInt(own, 10) + 1}. ` : own}`;
  return { from: start, to: start, put, select: [start + put.length, start + put.length] };
}
