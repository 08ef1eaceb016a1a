import { languages } from '../../shared/language/languages.ts';
import { language } from '../languages/spoken.ts';

/** A label in the middle of a sentence: with a small letter, but for languages that write their nouns with a large one. */
export const inSentence = (label: string): string => (languages[language].capitalNouns ? label : label.toLowerCase());
