import type { spelling as english } from '../en/spelling.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const spelling: Translated<typeof english> = {
  language: 'Rechtschreibung',
  off: 'Aus',
  of: 'Statt „{word}“',
  none: 'Kein Vorschlag',
  teach: 'Zu meinen Wörtern',
  found: '{n, plural, one {# Wort zu prüfen} other {# Wörter zu prüfen}}',
  next: 'Nächstes Wort zu prüfen',
  myWords: 'Meine Wörter',
  myWordsLead: 'In jeder Sprache bekannt, nur auf diesem Gerät.',
  noWords: 'Noch keine. Fügen Sie eines aus dem Menü eines unterstrichenen Worts hinzu.',
  forget: 'Entfernen',
};
