import type { Gathered } from './gathered.ts';

/** Groups of a rich text file that hold no words (RTF 1.9.1). Groups nobody knows are read. */
const wordless = new Set(['fonttbl', 'colortbl', 'stylesheet', 'listtable', 'listoverridetable', 'rsidtbl', 'themedata', 'colorschememapping', 'latentstyles', 'generator', 'panose', 'xmlnstbl', 'mmathpr', 'revtbl', 'pgptbl']);
/** Groups that hold a file. */
const files = new Set(['pict', 'objdata', 'datastore', 'bin']);
const standsFor: Readonly<Record<string, string>> = {
  par: '\n', line: '\n', sect: '\n', page: '\n', row: '\n', cell: '\t', nestcell: '\t', tab: '\t', emspace: ' ', enspace: ' ', emdash: '—', endash: '–', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', bullet: '•',
};
/** Deeper than any program writes. */
const maxGroups = 1_000;
const token = /([{}])|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([^\\{}]+)/gsuy;

interface Group {
  readonly wordless: boolean;
  /** Letters that stand behind `\u` for readers that do not know it. */
  readonly fallback: number;
}

/** Rich text: its words, of headers, notes, comments, fields and properties too. */
export function readRichText(bytes: Uint8Array, gathered: Gathered): void {
  // Seven bits; what is above them stands in the code page of Western Europe, or as \u.
  const rtf = new TextDecoder('windows-1252').decode(bytes);
  const groups: Group[] = [];
  let group: Group = { wordless: false, fallback: 1 };
  let toSkip = 0;
  const say = (text: string) => {
    if (group.wordless) return;
    const rest = text.slice(Math.min(toSkip, text.length));
    toSkip -= text.length - rest.length;
    if (rest !== '') gathered.add(rest);
  };
  token.lastIndex = 0;
  let read = 0;
  for (let match = token.exec(rtf); match !== null; match = token.exec(rtf)) {
    read = token.lastIndex;
    const [, brace, word, number, hex, symbol, plain] = match;
    if (brace === '{') {
      groups.push(group);
      if (groups.length > maxGroups) break;
    } else if (brace === '}') {
      group = groups.pop() ?? group;
      toSkip = 0;
      // What follows a group of its own, a note or a field, is apart from it only where a paragraph says so.
    } else if (word !== undefined) {
      if (word === 'u' && number !== undefined) {
        toSkip = 0;
        say(String.fromCharCode(Number(number) & 0xffff));
        toSkip = group.fallback;
      } else if (word === 'uc') group = { ...group, fallback: Math.min(10, Math.max(0, Number(number ?? 1))) };
      else if (wordless.has(word)) group = { ...group, wordless: true };
      else if (files.has(word)) {
        group = { ...group, wordless: true };
        gathered.notWhole();
      } else if (standsFor[word] !== undefined) say(standsFor[word]);
    } else if (hex !== undefined) say(new TextDecoder('windows-1252').decode(Uint8Array.of(Number.parseInt(hex, 16))));
    else if (symbol === '~') say('\u00a0');
    else if (symbol === '_') say('-');
    else if (symbol === '\\' || symbol === '{' || symbol === '}') say(symbol);
    else if (symbol === '\n' || symbol === '\r') say('\n');
    else if (plain !== undefined) say(plain.replaceAll(/[\r\n]/g, ''));
  }
  if (read < rtf.length || groups.length > 0) gathered.notWhole();
}
