import type { passphrase as english } from '../en/passphrase.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const passphrase: Translated<typeof english> = {
  minimum: 'Mindestens {count, number} Zeichen. Leerzeichen zählen mit.',
  missing: '{count, plural, one {Noch ein Zeichen.} other {Noch # Zeichen.}}',
  tooShort: 'Das ist zu kurz: Ihr Unternehmen verlangt mindestens {count, number} Zeichen.',
  tooWeak: 'Das ist zu leicht zu erraten.',
  different: 'Die beiden stimmen nicht überein. Geben Sie die zweite noch einmal ein.',
  judging: 'Es wird geprüft, wie schwer sie zu erraten ist.',
  verdicts: {
    guessable: 'Zu leicht zu erraten.',
    fair: 'Brauchbar. Ein weiteres Wort macht sie viel stärker.',
    strong: 'Stark.',
    excellent: 'Sehr stark.',
  },
};
