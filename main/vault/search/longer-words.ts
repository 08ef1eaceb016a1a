import type { ReadableDatabase } from '../database.ts';
import { nextWord } from './near-words.ts';
import { fold } from './snippet.ts';

/** The index keeps what stands at the beginnings of two and three letters together (`prefix` of its table). */
const keptTogether = 3;
/** Asking for each takes some 50 microseconds; a beginning of more words than these is left to FTS5. */
const mostWords = 128;
/** Letters up to U+017F that come down to these: there the tokenizer and `fold` agree (search-beginnings.test.ts asks for each). */
const agreed = /^[a-z0-9]+$/;
const letters = /^(?![^]*[^\0-\u017f])[\p{L}\p{N}]+$/u;

/**
 * The indexed words with this beginning, to be looked for in its place; null where it is shorter, not one word, of other letters, or where
 * they are too many. For a beginning of four letters and more FTS5 first reads every message that any of its words stands in, however many
 * are asked for; word by word it reads no more than it shows.
 */
export function longerWords(database: ReadableDatabase, beginning: string): readonly string[] | null {
  const typed = beginning.normalize('NFC');
  const folded = fold(typed);
  if (folded.length <= keptTogether || !letters.test(typed) || !agreed.test(folded)) return null;
  const words: string[] = [];
  for (let word = nextWord(database, folded); word?.startsWith(folded) === true; word = nextWord(database, `${word}\u0001`)) {
    if (words.push(word) > mostWords) return null;
  }
  return words;
}
