import type { console as english } from '../en/console.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const console: Translated<typeof english> = {
  label: 'Konsole',
  sections: {
    devices: 'Geräte',
    invites: 'Einladungen',
    inventory: 'Inventar',
    policy: 'Richtlinie',
    people: 'Personen',
    channels: 'Kanäle',
    routing: 'Verteilung',
    canned: 'Textbausteine',
    numbers: 'Zahlen',
  },
  filter: 'Filtern',
  clearFilter: 'Filter leeren',
  tryAgain: 'Noch einmal versuchen',
  asOf: 'Angezeigt wird der Stand von {when}.',
  nothingFits: 'Nichts passt zu „{query}“',
  nothingFitsMore: 'Versuchen Sie es mit weniger oder kürzeren Wörtern.',
  keep: 'Abbrechen',
  reason: 'Grund',
  reasonHint: 'Steht dann im Audit-Protokoll.',
  reasonMissing: 'Sagen Sie in wenigen Worten, warum.',
  none: 'Keine',
  roles: {
    agent: 'Agent',
    lead: 'Teamleitung',
    finance: 'Finanzen',
    it: 'IT',
    privacy: 'Datenschutz',
  },
  reading: '{what}: wird vom Hub gelesen',
  shown: '{shown, number} von {all, number}',
  notRead: 'Der Hub ist nicht erreichbar. Das hier wird von selbst neu gelesen, sobald er es ist.',
  notAnswered: 'Der Hub hat nicht geantwortet. Ob es geschehen ist, ist nicht bekannt: Sehen Sie hier nach, sobald der Hub wieder erreichbar ist, bevor Sie es wiederholen.',
};
