import type { failures as english } from '../en/failures.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const failures: Translated<typeof english> = {
  'not-now': 'Sealdesk wird gerade gesperrt oder wechselt den Zustand. Versuchen Sie es gleich noch einmal.',
  'not-allowed': 'Ihre Rolle erlaubt das nicht. Fragen Sie Ihre Teamleitung, ob sie es sollte.',
  invalid: 'So konnte Sealdesk das nicht annehmen. Kürzen Sie es, oder suchen Sie nach ungewöhnlichen Zeichen.',
  'too-many': 'Das war sehr schnell. Warten Sie einige Sekunden und versuchen Sie es noch einmal.',
  failed: 'Das hat nicht geklappt, und nichts wurde geändert. Versuchen Sie es noch einmal; wenn es so bleibt, sagen Sie der IT Bescheid.',
};
