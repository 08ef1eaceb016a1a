import { type Line, type Run, saysItsAddress, shownAddress } from './marked-text.ts';
import { hasMarks } from './plain-reading.ts';
import { inWord } from './read-line.ts';
import { formattedOf } from './shown-formatted.ts';

/**
 * A message in WhatsApp's own marks: `*bold*`, `_italic_`, `~struck~`, `` `code` ``, lists and quotes as they are
 * (https://faq.whatsapp.com/539178204879377). WhatsApp knows no escape. It takes no mark with a space behind it, so a character
 * of the text that could begin one gets a hair space, which is hardly seen; and it takes none within a word, so bold of a part
 * of a word goes out plain.
 */
export function whatsappReading({ text, marked }: { readonly text: string; readonly marked: string | null }): string {
  // What has no marks reads as itself; what came without formatting, but would have some, goes out as it was typed.
  const formatted = formattedOf({ text, marked: marked ?? (hasMarks(text) ? null : text) });
  if (formatted === null) return text.split('\n').map(harmless).join('\n');
  const lines = formatted.blocks.flatMap(({ kind, lines: own, ...block }) =>
    own.map((line, index) => {
      const mark = kind === 'bullets' ? '- ' : kind === 'quote' ? '> ' : kind === 'numbers' && 'first' in block ? `${block.first + index}. ` : '';
      return mark + lineOf(line);
    }),
  );
  return lines.join('\n') + formatted.below.split('\n').map(harmless).join('\n');
}

const marks = { strong: '*', emphasis: '_', strike: '~' } as const;
const hairSpace = '\u200a';

/** What of a line is text, and what is as it has to be. */
interface Piece {
  readonly text: string;
  readonly kept: boolean;
}

function lineOf(line: Line): string {
  const pieces = wholeWords(line).flatMap(piecesOf);
  const whole = pieces.map(({ text }) => text).join('');
  let [written, at] = ['', 0];
  for (const { text, kept } of pieces) {
    written += kept ? text : defused(text, whole, at);
    at += text.length;
  }
  return written;
}

const harmless = (line: string): string => defused(line, line, 0);

/** Characters of `text`, which stands at `at` in `line`, that WhatsApp could take for the beginning of a mark. One alone begins nothing. */
function defused(text: string, line: string, at: number): string {
  return text.replaceAll(/[*_~`]/g, (mark, index: number) => {
    const [previous, next] = [line[at + index - 1], line[at + index + 1]];
    const begins = next !== undefined && !/\s/.test(next) && !inWord(previous) && line.indexOf(mark) !== line.lastIndexOf(mark);
    return begins ? mark + hairSpace : mark;
  });
}

function piecesOf(run: Run): readonly Piece[] {
  switch (run.kind) {
    case 'text':
      return [{ text: run.text, kept: false }];
    case 'code':
      return [{ text: '`', kept: true }, { text: run.text, kept: true }, { text: '`', kept: true }];
    case 'link':
      return [{ text: saysItsAddress(run) ? run.text : `${run.text} (${shownAddress(run.address)})`, kept: true }];
    case 'strong':
    case 'emphasis':
    case 'strike': {
      const mark = { text: marks[run.kind], kept: true };
      return [mark, ...run.runs.flatMap(piecesOf), mark];
    }
  }
}

/** Without marks that begin or end within a word. */
export function wholeWords(line: Line, before = '', after = ''): Line {
  return line.flatMap((run, index): readonly Run[] => {
    if (!('runs' in run)) return [run];
    const previous = edgeOf(line[index - 1], -1) ?? before;
    const next = edgeOf(line[index + 1], 0) ?? after;
    const runs = wholeWords(run.runs, previous, next);
    return inWord(previous) || inWord(next) ? runs : [{ ...run, runs }];
  });
}

/** The first or last character of a run; undefined where there is none. */
function edgeOf(run: Run | undefined, at: 0 | -1): string | undefined {
  return run === undefined ? undefined : 'runs' in run ? edgeOf(run.runs.at(at), at) : run.text.at(at);
}
