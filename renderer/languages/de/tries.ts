import type { tries as english } from '../en/tries.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const tries: Translated<typeof english> = {
  attemptsLeft: '{count, plural, one {Noch ein Versuch; danach muss dieses Gerät neu registriert werden.} other {Noch # Versuche.}}',
  wait: 'Der nächste Versuch ist in {left} möglich.',
  waitSaid: 'Der nächste Versuch ist in {seconds, plural, one {# Sekunde} other {# Sekunden}} möglich.',
  tryNow: 'Sie können es jetzt wieder versuchen.',
  hubNeeded: 'Dafür muss der Hub erreichbar sein. Stellen Sie eine Netzwerkverbindung her und versuchen Sie es noch einmal.',
  hubNeededForOneTime: 'Ein Wiederherstellungscode gilt nur, solange der Hub erreichbar ist. Stellen Sie eine Netzwerkverbindung her, oder nehmen Sie Ihre Authenticator-App.',
};
