import type { outbound as english } from '../en/outbound.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const outbound: Translated<typeof english> = {
  window: {
    free: 'Freie Antwort noch {left}',
    freeMore: 'So lange nach der letzten Nachricht des Kunden gibt der Kanal weiter, was Sie schreiben.',
    person: 'Eine Person darf antworten bis {until}',
    personMore: 'Die 24 Stunden von Instagram sind vorbei; sieben Tage lang gibt es noch weiter, was ein Mensch geschrieben hat, so wie Sie.',
    whatsAppOver: 'Die 24 Stunden sind vorbei: Nur eine genehmigte Vorlage darf gesendet werden.',
    instagramOver: 'Die sieben Tage sind vorbei: Instagram gibt keine Antwort weiter, bis der Kunde wieder schreibt. Nehmen Sie einen anderen Kanal, oder hinterlassen Sie eine Notiz.',
  },
  lessThanAMinute: 'weniger als eine Minute',
  minutesLeft: '{minutes, number} Min.',
  hoursLeft: '{hours, number} Std. {minutes, number} Min.',
};
