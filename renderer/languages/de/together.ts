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
  handOver: {
    title: 'Übergeben',
    to: 'An',
    note: 'Wie es steht',
    noteHint: 'Nur für das Team. Steht oben in der Unterhaltung, bis geantwortet hat, wer sie übernimmt.',
    last: 'Zuletzt in der Unterhaltung',
    confirm: 'Übergeben',
    cancel: 'Abbrechen',
    nobody: 'Es gibt niemanden, der sie übernehmen könnte.',
    choose: 'Person oder Team wählen',
    chooseFirst: 'Wählen Sie, wer sie übernimmt.',
    team: 'Team {name}',
    done: 'An {name} übergeben.',
    noteNeeded: 'Ihr Unternehmen will zu jeder Übergabe eine Notiz: Schreiben Sie, wie es steht.',
    mustNotLeave: 'In der Notiz steht etwas, das nicht behalten werden darf, etwa eine Kartennummer. Nehmen Sie es heraus.',
  },
  brief: {
    label: 'Übergabe',
    title: '{name} hat Ihnen das übergeben',
    titleTeam: '{name} hat das Ihrem Team übergeben',
    kind: 'Übergabe',
  },
};
