import { type Block, type Line, type Run, saysItsAddress, shownAddress } from '../../shared/marks/marked-text.ts';
import type { Formatted } from '../../shared/marks/shown-formatted.ts';

const elements = { strong: 'strong', emphasis: 'em', strike: 's' } as const;

/** What the shop wrote, as elements; each text is put in as text. */
export function formattedNodes({ blocks, below }: Formatted): readonly Node[] {
  return [...blocks.map(blockOf), ...(below === '' ? [] : [made('div', [below.slice(1)])])];
}

function blockOf(block: Block): Node {
  switch (block.kind) {
    case 'lines':
      return made('div', lines(block.lines));
    case 'quote':
      return made('blockquote', lines(block.lines));
    case 'bullets':
      return inOwnDirection(made('ul', items(block.lines)));
    case 'numbers': {
      const list = made('ol', items(block.lines));
      list.start = block.first;
      return inOwnDirection(list);
    }
  }
}

const lines = (all: readonly Line[]): readonly (Node | string)[] => all.flatMap((line, index) => [...(index === 0 ? [] : ['\n']), ...line.flatMap(nodesOf)]);
const items = (all: readonly Line[]): readonly Node[] => all.map((line) => made('li', line.flatMap(nodesOf)));

function inOwnDirection(list: HTMLElement): HTMLElement {
  list.dir = 'auto';
  return list;
}

function nodesOf(run: Run): readonly (Node | string)[] {
  if ('runs' in run) return [made(elements[run.kind], run.runs.flatMap(nodesOf))];
  if (run.kind !== 'link') return [run.kind === 'code' ? made('code', [run.text]) : run.text];
  // The hub has looked at it; no page need take its word that this is no script.
  if (!/^(?:https|mailto):/.test(run.address)) return [run.text];
  const link = made('a', [run.text]);
  link.href = run.address;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  return saysItsAddress(run) ? [link] : [link, ` (${shownAddress(run.address)})`];
}

function made<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, within: readonly (Node | string)[]): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.append(...within);
  return element;
}
