import type { SpellingLanguage } from '../../shared/domain/spelling.ts';

/** What is asked of the thread that knows the words of languages. It keeps none of the texts. */
export interface SpellingRequests {
  /** Those of the words that the language does not know. */
  unknown: { in: { readonly language: SpellingLanguage; readonly words: readonly string[] }; out: readonly string[] };
  suggest: { in: { readonly language: SpellingLanguage; readonly word: string }; out: readonly string[] };
  close: { in: null; out: null };
}

export interface Speller {
  unknown(language: SpellingLanguage, words: readonly string[]): Promise<readonly string[]>;
  suggest(language: SpellingLanguage, word: string): Promise<readonly string[]>;
  /** Ends the thread; the next question begins another. */
  close(): Promise<void>;
}
