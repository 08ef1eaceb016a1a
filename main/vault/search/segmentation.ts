/**
 * Cuts scripts that are written without spaces into single characters, so that FTS5's unicode61
 * tokenizer, which knows only spaces and punctuation, makes a token of each; a search for a run of
 * such characters becomes a phrase. So every substring is found, at the price of no word boundaries.
 * The same function serves the index and the query.
 *
 * Scripts: Han, Hiragana, Katakana, Hangul (spaced, but its endings stick to the word), Thai, Lao,
 * Khmer, Myanmar.
 */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc]/u;
const eachUnspaced = new RegExp(unspaced.source, 'gu');
/** Quick answer for the many texts below U+0E00, where no such script begins. */
const mayBeUnspaced = /[\u0e00-\uffff]/;

/** Text as it goes into the search index. */
export function segmented(text: string): string {
  if (!mayHoldUnspaced(text)) return text;
  return text.normalize('NFC').replace(eachUnspaced, ' $& ');
}

export function mayHoldUnspaced(text: string): boolean {
  return mayBeUnspaced.test(text);
}

export function isUnspaced(character: string): boolean {
  return unspaced.test(character);
}
