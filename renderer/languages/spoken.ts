import { baseOf, firstSpoken, type Language } from '../../shared/language/languages.ts';
import { createSpeaker } from '../../shared/language/speaker.ts';
import type { English } from './en/index.ts';

/** One catalogue is loaded, before the first word is shown. Their types are alike; that their variables are, a test holds. */
const catalogues: Readonly<Record<Language, () => Promise<{ readonly catalogue: unknown }>>> = {
  en: () => import('./en/index.ts'),
  de: () => import('./de/index.ts'),
};

/** The document says in which language it is: main has chosen it. Where the lock screen is drawn, the build does. */
function chosen(): Language {
  if (typeof __DRAWN_LANGUAGE__ !== 'undefined') return firstSpoken([__DRAWN_LANGUAGE__]);
  return typeof document === 'undefined' ? 'en' : firstSpoken([document.documentElement.lang]);
}

export const language: Language = chosen();

/** As the document says it: a test lays out a language that there is none of. */
export const direction: 'ltr' | 'rtl' = typeof document !== 'undefined' && document.dir === 'rtl' ? 'rtl' : 'ltr';

/** For dates and numbers: as the reader's own region writes them, where its language is the one that is spoken. */
export const locale: string = (typeof navigator === 'undefined' ? [] : navigator.languages).find((tag) => baseOf(tag) === language) ?? language;

/** Every word of the page, in the language it speaks. */
export const messages = (await catalogues[language]()).catalogue as English;

export const say = createSpeaker(locale);
