import type { preferences as english } from '../en/preferences.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const preferences: Translated<typeof english> = {
  title: 'Sprache, Farben und Zeilen',
  open: 'Sprache, Farben, Zeilen',
  lead: 'Für dieses Gerät, wer auch immer daran arbeitet.',
  language: 'Sprache',
  languageSystem: 'Wie das System',
  languageMore: 'Die Ansicht beginnt darin neu. Was Sie gerade schreiben, bleibt erhalten.',
  theme: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  rows: 'Zeilen der Unterhaltungsliste',
  rowSizes: { roomy: 'Großzügig', dense: 'Dicht' },
  keys: 'Tastenkürzel',
};
