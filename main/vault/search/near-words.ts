import type { ReadableDatabase } from '../database.ts';
import type { Budget } from './budget.ts';
import { mayHoldUnspaced } from './segmentation.ts';
import type { SearchTerm } from './search-query.ts';
import { fold } from './snippet.ts';

/** Shorter words have too many neighbours for one of them to be what was meant. */
const shortest = 4;
const longest = 40;
/** Letters tried at one place of a word. */
const mostLetters = 80;
const mostWords = 8;
const word = /^[\p{L}\p{N}\p{M}]+$/u;
/** Sorts after every letter that can follow. */
const last = '\u{10ffff}';

/** Exported for the test of query plans. A step to the next indexed word, wherever the index stands. */
export const nearQueries = {
  from: 'SELECT term FROM search_words WHERE term >= ? LIMIT 1',
} as const;

/** The first indexed word at or behind this text, in the order of their bytes. */
export function nextWord(database: ReadableDatabase, text: string): string | undefined {
  return database.row<{ term: string }>(nearQueries.from, [text])?.term;
}

/**
 * Indexed words that differ from one that is not indexed by a letter too many, too few, wrong, or swapped with the next.
 * Empty where the word is indexed, where it is short or in quotation marks, and in scripts without spaces, where a sign is a word and one sign
 * more is another word.
 *
 * Which letters can stand at a place is asked of the index, so that this serves every alphabet; the work grows with the
 * word's length and the alphabet's, not with the number of words indexed.
 */
export function nearWords(database: ReadableDatabase, term: SearchTerm, budget: Budget): string[] {
  if (term.quoted || !word.test(term.text) || mayHoldUnspaced(term.text)) return [];
  const typed = Array.from(fold(term.text));
  if (typed.length < shortest || typed.length > longest) return [];
  const from = (text: string): string | undefined => nextWord(database, text);
  const indexed = (letters: readonly string[]): boolean => {
    const text = letters.join('');
    const found = from(text);
    return term.prefix ? (found?.startsWith(text) ?? false) : found === text;
  };
  if (indexed(typed)) return [];

  const near = new Set<string>();
  const consider = (letters: readonly string[]): void => {
    if (near.size < mostWords && indexed(letters)) near.add(letters.join(''));
  };
  // From the end: the first letter is the one that people rarely get wrong.
  for (let place = typed.length; place >= 0 && near.size < mostWords && !budget.spent; place -= 1) {
    const [before, after] = [typed.slice(0, place), typed.slice(place)];
    const [one, next] = after;
    if (one !== undefined && next !== undefined) consider([...before, next, one, ...after.slice(2)]);
    if (one !== undefined) consider([...before, ...after.slice(1)]);
    for (const letter of lettersAfter(before.join(''), from)) {
      if (one !== undefined) consider([...before, letter, ...after.slice(1)]);
      consider([...before, letter, ...after]);
    }
  }
  return [...near];
}

/** The letters that follow this beginning in indexed words. */
function* lettersAfter(beginning: string, from: (text: string) => string | undefined): Generator<string> {
  let at = beginning;
  for (let count = 0; count < mostLetters; count += 1) {
    const found = from(at);
    if (found === undefined || !found.startsWith(beginning)) return;
    const letter = Array.from(found.slice(beginning.length))[0];
    if (letter !== undefined) yield letter;
    at = letter === undefined ? `${beginning}\u0001` : beginning + letter + last;
  }
}
