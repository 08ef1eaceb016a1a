import type { samePerson as english } from '../en/same-person.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const samePerson: Translated<typeof english> = {
  title: 'Dieselbe Person?',
  conversations: '{n, plural, one {# Unterhaltung} other {# Unterhaltungen}}',
  joined: 'Zusammengeführt {when}',
  joinedBy: 'Zusammengeführt von {by}, {when}',
  join: 'Zusammenführen',
  part: 'Trennen',
  joinTitle: 'Sind {name} und {other} eine Person?',
  joinConsequence: 'Ihre Unterhaltungen und Adressen werden die eines einzigen Kunden. Der Name allein beweist nichts: Führen Sie sie nur zusammen, wenn Sie es wissen. Es lässt sich zurücknehmen.',
  partTitle: '{name} wieder trennen?',
  partConsequence: 'Was von {name} kam und was diese Adressen seither gebracht haben, geht dorthin zurück.',
};
