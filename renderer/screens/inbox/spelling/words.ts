import type { spellingLanguages, SpellingChoice } from '../../../../shared/domain/spelling.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.spelling;

/** In themselves: somebody who reads no other finds it. The type keeps them equal to the contract's, whose file the page does not load. */
const names: typeof spellingLanguages = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' };

export const words = {
  ...t,
  languages: { off: t.off, ...names } satisfies Record<SpellingChoice, string>,
  of: (word: string) => say(t.of, { word }),
  found: (n: number) => say(t.found, { n }),
};
