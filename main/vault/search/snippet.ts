import type { z } from 'zod';
import type { SnippetPart } from '../../../shared/contract/ipc/inbox.ts';
import { isUnspaced, mayHoldUnspaced } from './segmentation.ts';
import type { Replacements, SearchQuery } from './search-query.ts';

/** Characters shown around the first match. */
const snippetLength = 180;
const leadIn = 40;

interface Token {
  readonly start: number;
  readonly end: number;
  readonly folded: string;
}

const word = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{M}\p{Co}]*/gu;

const ascii = /^[\0-\x7f]*$/;

/** As unicode61 does with `remove_diacritics 2`, near enough to highlight by: compatibility is not folded, case and marks are. */
export function fold(text: string): string {
  return ascii.test(text) ? text.toLowerCase() : text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function* tokensOf(text: string): Generator<Token> {
  for (const match of text.matchAll(word)) {
    const start = match.index;
    if (mayHoldUnspaced(match[0])) yield* charactersOf(match[0], start);
    else yield { start, end: start + match[0].length, folded: fold(match[0]) };
  }
}

/**
 * Hangul written as single letters, and kana with a voicing mark of its own: one sign in the index, which composes such
 * scripts (see `segmented`). Everything else stands for itself.
 */
const sign = /[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\u3041-\u30ff][\u3099\u309a]|./gsu;

/** A run of letters in which scripts without spaces stand character by character, as in the index. */
function* charactersOf(run: string, from: number): Generator<Token> {
  let start = from;
  let pending = '';
  for (const [written] of run.matchAll(sign)) {
    if (!isUnspaced(written)) {
      pending += written;
      continue;
    }
    if (pending !== '') yield { start, end: start + pending.length, folded: fold(pending) };
    start += pending.length;
    pending = '';
    yield { start, end: start + written.length, folded: fold(written) };
    start += written.length;
  }
  if (pending !== '') yield { start, end: start + pending.length, folded: fold(pending) };
}

interface Pattern {
  readonly words: readonly string[];
  readonly prefix: boolean;
}

/** A query made ready to be looked for in many texts. */
export type Highlighter = (text: string) => z.infer<typeof SnippetPart>[];

/** Cuts the part of a (redacted) text around the first match and marks every match in it. `instead` as it was searched for. */
export function highlighter(query: SearchQuery, instead?: Replacements): Highlighter {
  const patterns: readonly Pattern[] = query.terms.flatMap((term) =>
    (instead?.get(term) ?? [term.text]).map((text) => ({ words: [...tokensOf(text)].map((token) => token.folded), prefix: term.prefix })),
  );
  return (text) => {
    const matches = matchesIn(text, patterns);
    const first = matches[0];
    const from = first === undefined ? 0 : wordStart(text, Math.max(0, first.start - leadIn));
    const to = Math.min(text.length, from + snippetLength);
    return partsOf(text, from, to, matches);
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Matches from the first one to the end of the snippet it makes; a long text is not read to its end. */
function matchesIn(text: string, patterns: readonly Pattern[]): Range[] {
  const longest = Math.max(0, ...patterns.map((pattern) => pattern.words.length));
  if (longest === 0) return [];
  const recent: Token[] = [];
  const found: Range[] = [];
  for (const token of tokensOf(text)) {
    const first = found[0];
    if (first !== undefined && token.start > first.start + snippetLength) break;
    recent.push(token);
    if (recent.length > longest) recent.shift();
    for (const pattern of patterns) {
      const range = endsHere(recent, pattern);
      if (range !== null) found.push(range);
    }
  }
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The pattern's words are the last tokens; the last of them may be a beginning. */
function endsHere(recent: readonly Token[], pattern: Pattern): Range | null {
  const tokens = recent.slice(-pattern.words.length);
  const [first, last] = [tokens[0], tokens[tokens.length - 1]];
  if (first === undefined || last === undefined || tokens.length < pattern.words.length) return null;
  const fits = pattern.words.every((wanted, index) => {
    const folded = tokens[index]?.folded ?? '';
    return pattern.prefix && index === pattern.words.length - 1 ? folded.startsWith(wanted) : folded === wanted;
  });
  return fits ? { start: first.start, end: last.end } : null;
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.indexOf(' ', at);
  return space !== -1 && space < at + leadIn / 2 ? space + 1 : safeCut(text, at);
}

/** Never between the halves of a surrogate pair. */
function safeCut(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

function partsOf(text: string, from: number, to: number, matches: readonly Range[]): z.infer<typeof SnippetPart>[] {
  const end = safeCut(text, to);
  const parts: z.infer<typeof SnippetPart>[] = [];
  const push = (start: number, stop: number, matched: boolean): void => {
    const piece = text.slice(start, stop).replace(/\s+/gu, ' ');
    if (piece !== '') parts.push({ text: piece, matched });
  };
  let at = from;
  for (const match of matches) {
    if (match.end > end || match.start < at) continue;
    push(at, match.start, false);
    push(match.start, match.end, true);
    at = match.end;
  }
  push(at, end, false);
  const [first, last] = [parts[0], parts[parts.length - 1]];
  if (from > 0 && first !== undefined && !first.matched) parts[0] = { ...first, text: `… ${first.text.trimStart()}` };
  else if (from > 0) parts.unshift({ text: '… ', matched: false });
  if (end < text.length && last !== undefined) parts.push({ text: ' …', matched: false });
  return parts;
}
