import { Parser } from 'htmlparser2';
import { EnoughReadError, type Gathered } from './gathered.ts';
import { localName, plainNumber } from './markup-text.ts';
import { maxDocumentText } from './bounds.ts';

/** Texts that the cells of a workbook share (ECMA-376 part 1, section 18.4), and which of them a cell has shown. */
export class SharedStrings {
  readonly #strings: string[] = [];
  readonly #used = new Set<number>();

  /** @throws EnoughReadError */
  constructor(xml: string) {
    let current: string | null = null;
    let length = 0;
    new Parser(
      {
        onopentag(name) {
          if (localName(name) === 'si') current = '';
        },
        ontext: (text) => {
          if (current === null) return;
          length += text.length;
          if (length > maxDocumentText) throw new EnoughReadError();
          current += text;
        },
        onclosetag: (name) => {
          if (localName(name) !== 'si' || current === null) return;
          this.#strings.push(current);
          current = null;
        },
      },
      { xmlMode: true, decodeEntities: true },
    ).end(xml);
  }

  at(place: number): string {
    this.#used.add(place);
    return this.#strings[place] ?? '';
  }

  /** Those that no cell shows: left behind by what was deleted. */
  leftOver(): string {
    return this.#strings.filter((_text, place) => !this.#used.has(place)).join('\n');
  }
}

/** The cells of one sheet, row by row, tabs between them: a number that goes on in the next cell goes on in the text. */
export function gatherCells(xml: string, shared: SharedStrings, gathered: Gathered): void {
  const within: string[] = [];
  let kind = '';
  let value = '';
  let formula = '';
  let first = true;
  new Parser(
    {
      onopentag(qualified, attributes) {
        const name = localName(qualified);
        within.push(name);
        if (name !== 'c') return;
        kind = attributes['t'] ?? '';
        value = '';
        formula = '';
      },
      ontext(text) {
        const name = within.at(-1);
        if (name === 'f') formula += text;
        else if (name === 'v' || (name === 't' && within.includes('is'))) value += text;
      },
      onclosetag() {
        const name = within.pop();
        if (name === 'row') {
          gathered.add('\n');
          first = true;
        }
        if (name !== 'c') return;
        const shown = kind === 's' ? shared.at(Number(value)) : plainNumber(value.trim() === '' ? value : value.trimEnd());
        if (shown === '' && formula === '') return;
        gathered.add((first ? '' : '\t') + shown + (formula === '' ? '' : ` (=${formula})`));
        first = false;
      },
    },
    { xmlMode: true, decodeEntities: true },
  ).end(xml);
}
