import { z } from 'zod';

/** Languages whose words are known here, with their own names. */
export const spellingLanguages = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' } as const satisfies Readonly<Record<string, string>>;
export const SpellingLanguage = z.enum(['en', 'de', 'fr', 'es']);
export type SpellingLanguage = z.infer<typeof SpellingLanguage>;

/** `off`: nothing is looked at. */
export const SpellingChoice = z.enum(['off', ...SpellingLanguage.options]);
export type SpellingChoice = z.infer<typeof SpellingChoice>;

/** Longer ones are no words, in UTF-16 code units. */
export const longestWord = 60;
/** Words one agent may teach. */
export const mostOwnWords = 5_000;
/** Places shown in one text: whoever has more writes another language. */
export const mostMisspelled = 200;

/** A word as it is taught: letters, with marks, hyphens and apostrophes between them. */
export const OwnWord = z.string().max(longestWord).regex(/^\p{L}[\p{L}\p{M}'’-]*$/u);

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Fields to be filled in, with what is between their braces. */
const fields = /\{\{[^{}\n]{0,80}\}\}/gu;
/** Addresses, names of colleagues and what has a digit in it are no words, nor is what hangs together with them. */
const noWords = /[@\d]|:\/\/|^www\./u;
const words = /\p{L}[\p{L}\p{M}'’-]*/gu;

/** Where the words of a text stand that spelling is to look at; in UTF-16 code units. */
export function wordsOf(text: string): Place[] {
  const blank = (skipped: string): string => ' '.repeat(skipped.length);
  const left = text.replaceAll(fields, blank).replaceAll(/\S+/gu, (token) => (noWords.test(token) ? blank(token) : token));
  return [...left.matchAll(words)].flatMap(({ 0: found, index: start }) => {
    const word = found.replace(/['’-]+$/u, '');
    // One letter is an initial; one of capitals alone is an abbreviation.
    return word.length < 2 || word.length > longestWord || !/\p{Ll}|\p{Lo}/u.test(word) ? [] : [{ start, end: start + word.length }];
  });
}
