import type { together as english } from '../en/together.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const together: Translated<typeof english> = {
  viewing: '{n, plural, one {{names} sieht sich das gerade an} other {{names} sehen sich das gerade an}}',
  writing: '{n, plural, one {{names} schreibt} other {{names} schreiben}}',
  colleague: 'Jemand aus dem Team',
  alsoWriting: '{n, plural, one {{names} schreibt hier gerade auch eine Antwort.} other {{names} schreiben hier gerade auch Antworten.}}',
  answered: '{names} hat geantwortet, während Sie geschrieben haben. Lesen Sie das, bevor Sie Ihre Antwort senden.',
  askedAgain: 'Noch einmal drücken, um trotzdem zu senden.',
  sendAnyway: 'Trotzdem senden',
};
