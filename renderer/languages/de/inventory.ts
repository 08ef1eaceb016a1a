import type { inventory as english } from '../en/inventory.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const inventory: Translated<typeof english> = {
  title: 'Inventar',
  table: 'Geräte des Unternehmens',
  columns: {
    tag: 'Kennung',
    serial: 'Seriennummer',
    model: 'Modell',
    devices: 'Registriert als',
    uuid: 'Hardware-UUID',
    note: 'Notiz',
    added: 'Hinzugefügt',
  },
  none: 'Noch kein Inventar',
  noneMore: 'Importieren Sie eine Liste der Geräte, die dem Unternehmen gehören. Von da an lässt sich erkennen und abweisen, was nicht darin steht.',
  notEnrolled: 'Nicht registriert',
  devices: '{more, plural, =0 {{first}} other {{first} und # weitere}}',
  import: 'CSV importieren',
  sheet: {
    record: 'Gerät',
    devices: 'Passende registrierte Geräte',
    remove: 'Entfernen',
    removeTitle: '{tag} aus dem Inventar entfernen?',
    removeNoDevice: 'Ein Gerät mit seiner Nummer gilt dann als nicht aufgeführt. Der Eintrag lässt sich wieder importieren.',
    removeDevices: '{n, plural, one {# registriertes Gerät passt dazu und gilt} other {# registrierte Geräte passen dazu und gelten}} dann als nicht aufgeführt. Was in Gebrauch ist, bleibt es.',
    removeConfirm: 'Eintrag entfernen',
  },
  importing: {
    title: 'Inventar importieren',
    lead: 'Eine CSV-Datei, deren erste Zeile ihre Spalten benennt: tag, serial, uuid, model, note. Nötig sind tag und eines von serial und uuid; ein schon bekannter tag wird geändert.',
    file: 'Datei',
    empty: 'Unter den Überschriften dieser Datei steht keine Zeile.',
    noHeadings: 'Die erste Zeile muss die Spalten benennen: tag, und serial oder uuid.',
    tooLarge: 'Diese Datei ist größer als die zwei Megabyte, die der Hub auf einmal annimmt. Teilen Sie sie auf.',
    unreadable: 'Diese Datei ließ sich nicht lesen. Wählen Sie sie noch einmal aus.',
    import: '{n, plural, one {# Zeile} other {# Zeilen}} importieren',
    lines: '{n, plural, one {# Zeile} other {# Zeilen}}',
    firstLines: 'Die ersten {shown, number} von {all, number} Zeilen',
    done: '{added, number} hinzugefügt, {changed, number} geändert, {same, number} unverändert.',
    close: 'Fertig',
  },
  csvProblems: {
    'quote-not-closed': 'Zeile {line, number}: Ein Anführungszeichen wird geöffnet und nie geschlossen.',
    'text-after-quote': 'Zeile {line, number}: Nach einem schließenden Anführungszeichen steht Text. Ein Anführungszeichen in einem Feld wird doppelt geschrieben.',
  },
};
