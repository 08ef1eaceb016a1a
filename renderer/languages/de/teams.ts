import type { teams as english } from '../en/teams.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const teams: Translated<typeof english> = {
  title: 'Teams',
  table: 'Teams',
  columns: { name: 'Name', members: 'Personen', who: 'Wer dazugehört' },
  none: 'Noch keine Teams',
  noneMore: 'Ein Team teilt sich, was an es gerichtet ist. Fügen Sie eines hinzu und wählen Sie dann bei jeder Person, ob sie dazugehört.',
  make: 'Team hinzufügen',
  members: '{n, number}',
  sheet: {
    new: 'Team hinzufügen',
    name: 'Name',
    nameHint: 'Wie die Kollegen ihn sehen. Regeln und Kanäle, die das Team nennen, gehen mit dem neuen Namen weiter.',
    nameMissing: 'Geben Sie ihm einen Namen.',
    members: 'Wer dazugehört',
    nobody: 'Noch niemand.',
    chosenAtPerson: 'Wer zu einem Team gehört, wird bei jeder Person gewählt, unter Personen.',
    chosenByIt: 'Wer zu einem Team gehört, wählt die IT.',
    add: 'Team hinzufügen',
    save: 'Umbenennen',
    saved: 'Umbenannt.',
  },
};
