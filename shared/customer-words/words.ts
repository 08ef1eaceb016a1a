import { type Language, languages } from '../language/languages.ts';
import { createSpeaker, type Say } from '../language/speaker.ts';
import type { Translated } from '../language/variables.ts';
import { german } from './de.ts';
import { english } from './en.ts';

/** Sealdesk's own words to customers. Their types are English's, which say what each message has to be given; that the others take the same, a test holds. */
export type CustomerWords = typeof english;

const catalogues: Readonly<Record<Language, Translated<CustomerWords>>> = { en: english, de: german };

export const wordsIn = (language: Language): CustomerWords => catalogues[language] as CustomerWords;

/** A page's words, with what the page says of its language. */
export interface SpokenPage {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly words: CustomerWords;
}

export const pageIn = (language: Language): SpokenPage => ({ language, direction: languages[language].direction, words: wordsIn(language) });

const speakers = new Map<Language, Say>();

/** Puts values into a message of a language. */
export function speakerOf(language: Language): Say {
  const speaker = speakers.get(language) ?? createSpeaker(language);
  speakers.set(language, speaker);
  return speaker;
}
