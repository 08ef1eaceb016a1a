import { describe, expect, it } from 'vitest';
import { dictionaryOf } from '../../../../main/spelling/dictionary.ts';
import { longestWord, SpellingLanguage } from '../../../../shared/domain/spelling.ts';

const words = {
  en: { known: ['parcel', 'Hello', 'don’t', "don't", 'follow-up'], unknown: ['parcle', 'recieve'], suggested: ['parcle', 'parcel'] },
  de: { known: ['Paket', 'Rücksendeetikett', 'Donaudampfschifffahrt'], unknown: ['Retuornschein', 'Pacet'], suggested: ['Retuornschein', 'Retourenschein'] },
  fr: { known: ['aujourd’hui', 'colis', 'élève'], unknown: ['bonjuor'], suggested: ['bonjuor', 'bonjour'] },
  es: { known: ['mañana', 'paquete'], unknown: ['manyana'], suggested: ['paqeute', 'paquete'] },
} as const;

describe.each(SpellingLanguage.options)('the words of %s, as they come with the program', (language) => {
  const { known, unknown, suggested } = words[language];

  it('are known, compounds and apostrophes of either kind among them; others are not', async () => {
    const dictionary = await dictionaryOf(language);
    expect(known.filter((word) => !dictionary.knows(word))).toEqual([]);
    expect(unknown.filter((word) => dictionary.knows(word))).toEqual([]);
  });

  it('are suggested for a slip', async () => {
    const [slip, meant] = suggested;
    expect((await dictionaryOf(language)).suggest(slip)).toContain(meant);
  });
});

it('what is too long for a word is not looked up', async () => {
  const dictionary = await dictionaryOf('en');
  expect(dictionary.knows('x'.repeat(longestWord + 1))).toBe(true);
  expect(dictionary.suggest('x'.repeat(longestWord + 1))).toEqual([]);
});
