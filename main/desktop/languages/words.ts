import type { Language } from '../../../shared/language/languages.ts';
import type { Translated } from '../../../shared/language/variables.ts';
import { german } from './de.ts';
import { english } from './en.ts';

export type DesktopWords = Translated<typeof english>;

export const desktopWords: Readonly<Record<Language, DesktopWords>> = { en: english, de: german };
