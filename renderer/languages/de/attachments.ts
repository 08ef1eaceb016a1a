import type { attachments as english } from '../en/attachments.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const attachments: Translated<typeof english> = {
  list: 'Anhänge',
  open: 'Öffnen:',
  tooLarge: 'Zu groß, um aufbewahrt zu werden',
  notKept: 'Inhalt nicht aufbewahrt',
  hidden: 'Verborgen: {what}',
  held: 'Nicht zugestellt, wegen dessen, was darin steht: {what}',
  contents: 'Inhalt',
  opening: 'Wird geöffnet',
  bringing: 'Wird hierher geholt: {done}',
  picture: '{name}, Seite {page, number} von {pages, number}',
  page: '{page, number} von {pages, number}',
  previousPage: 'Vorige Seite',
  nextPage: 'Nächste Seite',
  smaller: 'Kleiner',
  larger: 'Größer',
  cut: 'Das ist der Anfang. Der Rest ist zu lang, um hier angezeigt zu werden.',
  again: 'Noch einmal versuchen',
  failed: 'Das ließ sich nicht öffnen.',
  notShown: {
    'unknown-kind': { title: 'Dateien dieser Art werden hier nicht angezeigt.', more: 'Bilder, PDF und Text schon.' },
    damaged: { title: 'Diese Datei ist auf diesem Gerät beschädigt.', more: 'Schließen Sie sie und öffnen Sie sie noch einmal: Sie wird neu geholt.' },
    locked: { title: 'Dieses PDF verlangt ein Passwort.', more: 'Bitten Sie den Kunden um eines ohne.' },
    'too-hard': { title: 'Diese Datei ist zu aufwendig zu zeichnen.', more: 'Sie ist größer, als ein Bild sein darf, oder hat zu lange gebraucht.' },
  },
  notHere: {
    withheld: {
      title: 'Ihr Unternehmen behält diese Datei auf dem Hub.',
      more: 'Sie lässt sich nicht nach Kartennummern durchsuchen, darum stellt Ihre Richtlinie sie keinem Gerät zu. Bitten Sie den Kunden zu schreiben, was Sie brauchen.',
    },
    gone: { title: 'Diese Datei ist nicht mehr da.', more: 'Ihre Nachricht wurde entfernt oder ersetzt.' },
    unreachable: { title: 'Der Hub ist nicht erreichbar.', more: 'Was von der Datei schon da ist, bleibt; der Rest kommt, wenn Sie online sind.' },
    superseded: { title: 'Inzwischen wurde eine andere Datei geöffnet.', more: 'Was von dieser schon da ist, bleibt.' },
    'no-room': { title: 'Auf diesem Gerät ist zu wenig Platz.', more: 'Nichts ging verloren. Schaffen Sie Platz und versuchen Sie es dann noch einmal.' },
    damaged: { title: 'Was von dieser Datei kam, war beschädigt.', more: 'Vom beschädigten Teil wurde nichts behalten.' },
  },
  hiddenKind: '{n, number} × {title}',
  andMore: '{shown} und mehr',
};
