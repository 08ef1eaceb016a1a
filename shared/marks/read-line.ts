import { linkAddress } from './link-address.ts';
import type { Line, Run } from './marked-text.ts';

type Wrapping = 'strong' | 'emphasis' | 'strike';

const wrappings: Readonly<Record<string, Wrapping>> = { '**': 'strong', _: 'emphasis', '~~': 'strike' };

/** Each alternative is bounded, or stops at a character that the next attempt begins behind: together they are linear. */
const token = /\\(?<escaped>[*_~`[\]])|`(?<code>[^`]+)`|\[(?<words>[^[\]]{1,500})\]\((?<to>(?:https:\/\/|mailto:)[!-'*-~]{1,2000})\)|(?<bare>https:\/\/[!#-;=?-~]+)|(?<mark>\*\*|~~|_)/g;

/** Something begun and not yet closed; the first frame is the line itself. */
interface Frame {
  readonly wrapping: Wrapping | null;
  /** What opened it, and where. */
  readonly mark: string;
  readonly at: number;
  readonly runs: Run[];
}

/**
 * The runs of one line. What is not closed on it is no mark, and stands there as it was typed.
 * @param start where the line begins in what was written
 */
export function readLine(line: string, start: number): Line {
  const frames: [Frame, ...Frame[]] = [{ wrapping: null, mark: '', at: 0, runs: [] }];
  const top = (): Frame => frames.at(-1) ?? frames[0];
  const write = (from: number, to: number): void => {
    if (to > from) addText(top().runs, line.slice(from, to), start + from);
  };
  let done = 0;
  for (const match of line.matchAll(token)) {
    const { index: at } = match;
    const end = at + match[0].length;
    const { escaped, code, words, to, bare, mark } = match.groups ?? {};
    if (mark !== undefined) {
      const wrapping = wrappings[mark];
      if (wrapping === undefined) continue;
      const closes = frames.findLastIndex((frame) => frame.wrapping === wrapping);
      if (closes > 0 && mayClose(line, at, mark)) {
        write(done, at);
        while (frames.length > closes + 1) abandon(frames, start);
        const frame = frames.pop();
        if (frame !== undefined) top().runs.push({ kind: wrapping, runs: frame.runs });
      } else if (closes < 0 && mayOpen(line, at, mark)) {
        write(done, at);
        frames.push({ wrapping, mark, at, runs: [] });
      } else continue;
      done = end;
      continue;
    }
    const run = escaped === undefined ? standing({ code, words, to, bare }, start + at) : ({ kind: 'text', text: escaped, at: start + at + 1 } as const);
    if (run === null) continue;
    write(done, at);
    top().runs.push(run);
    done = run.kind === 'link' && bare !== undefined ? at + run.text.length : end;
  }
  write(done, line.length);
  while (frames.length > 1) abandon(frames, start);
  return frames[0].runs;
}

function standing({ code, words, to, bare }: Readonly<Record<'code' | 'words' | 'to' | 'bare', string | undefined>>, at: number): Run | null {
  if (code !== undefined) return { kind: 'code', text: code, at: at + 1 };
  if (words !== undefined && to !== undefined) return words.trim() !== '' && linkAddress(to) ? { kind: 'link', text: words, at: at + 1, address: to, addressAt: at + words.length + 3 } : null;
  // A full stop behind an address ends the sentence.
  const text = bare?.replace(/[!'),.:;?\]*_~]+$/, '') ?? '';
  return linkAddress(text) ? { kind: 'link', text, at, address: text, addressAt: at } : null;
}

/** It was not closed: its mark is text, and what stands in it belongs to what is around. */
function abandon(frames: [Frame, ...Frame[]], start: number): void {
  const frame = frames.pop();
  if (frame === undefined) return;
  const { runs } = frames.at(-1) ?? frames[0];
  addText(runs, frame.mark, start + frame.at);
  for (const run of frame.runs) {
    if (run.kind === 'text') addText(runs, run.text, run.at);
    else runs.push(run);
  }
}

/** Text that follows upon text is one run, where nothing was left out between the two. */
function addText(runs: Run[], text: string, at: number): void {
  const last = runs.at(-1);
  if (last?.kind === 'text' && last.at + last.text.length === at) runs[runs.length - 1] = { kind: 'text', text: last.text + text, at: last.at };
  else runs.push({ kind: 'text', text, at });
}

/** A letter or number of a script that puts spaces between words. */
const wordly = /[\p{L}\p{N}\p{M}]/u;
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a word goes on there. */
export function inWord(character: string | undefined): boolean {
  return character !== undefined && wordly.test(character) && !spaceless.test(character);
}

const before = (line: string, at: number): string | undefined => (at > 1 && (line.codePointAt(at - 2) ?? 0) > 0xff_ff ? line.slice(at - 2, at) : line[at - 1]);
const after = (line: string, at: number): string | undefined => {
  const code = line.codePointAt(at);
  return code === undefined ? undefined : String.fromCodePoint(code);
};

/** `snake_case` and masks such as `****` are no marks. */
function mayOpen(line: string, at: number, mark: string): boolean {
  const [previous, next] = [before(line, at), after(line, at + mark.length)];
  return next !== undefined && !/\s/.test(next) && next !== mark[0] && previous !== mark[0] && !(mark === '_' && inWord(previous));
}

function mayClose(line: string, at: number, mark: string): boolean {
  const [previous, next] = [before(line, at), after(line, at + mark.length)];
  return previous !== undefined && !/\s/.test(previous) && !(mark === '_' && inWord(next));
}
