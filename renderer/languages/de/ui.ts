import type { ui as english } from '../en/ui.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const ui: Translated<typeof english> = {
  showPassphrase: 'Passphrase anzeigen',
  hidePassphrase: 'Passphrase verbergen',
  digit: 'Ziffer {position, number} von {of, number}',
  close: 'Schließen',
  details: 'Einzelheiten',
  dismiss: 'Ausblenden',
  showMore: '{n, number} weitere anzeigen',
};
