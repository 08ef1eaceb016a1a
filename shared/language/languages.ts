/** The languages that screens, menus and dialogs are written in. */
export const languageTags = ['en', 'de'] as const;
export type Language = (typeof languageTags)[number];

export interface LanguageFacts {
  /** In itself: somebody who reads no other finds it. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Nouns begin with a capital wherever they stand. */
  readonly capitalNouns: boolean;
}

export const languages: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: 'English', direction: 'ltr', capitalNouns: false },
  de: { name: 'Deutsch', direction: 'ltr', capitalNouns: true },
};

/** `de` of `de-AT` (BCP 47); empty for what is no tag. */
export const baseOf = (tag: string): string => /^([a-z]{2,3})(?:[-_]|$)/iu.exec(tag)?.[1]?.toLowerCase() ?? '';

const isLanguage = (tag: string): tag is Language => Object.hasOwn(languages, tag);

/** The first of these that there is, English where there is none. @param wanted BCP 47 tags, most wanted first */
export function firstSpoken(wanted: readonly string[]): Language {
  return wanted.map(baseOf).find(isLanguage) ?? 'en';
}
