import type { Language } from '../language/languages.ts';

/** What the button in a shop's page says. The script is the same for every visitor, so it has these two words of each language. */
export const embedWords: Readonly<Record<Language, { readonly open: string; readonly close: string }>> = {
  en: { open: 'Chat with us', close: 'Close chat' },
  de: { open: 'Chat mit uns', close: 'Chat schließen' },
};
