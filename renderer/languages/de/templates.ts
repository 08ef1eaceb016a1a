import type { templates as english } from '../en/templates.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const templates: Translated<typeof english> = {
  template: 'Vorlage',
  choose: 'Geben Sie einen Teil des Namens oder Textes ein',
  nothing: 'Keine Vorlage hat das in Name oder Text.',
  none: 'WhatsApp hat noch keine Vorlage genehmigt, die sich von hier senden lässt. Fragen Sie die IT.',
  others: '{n, plural, one {# weitere ist} other {# weitere sind}} mit einem Ort, Waren oder einem Formular gemacht und von hier aus nicht zu senden.',
  offline: 'Vorlagen kommen vom Hub, der gerade nicht erreichbar ist.',
  askAgain: 'Noch einmal fragen',
  preview: 'Wie der Kunde es sehen wird',
  send: 'Vorlage senden',
  example: 'etwa {text}',
  parts: { header: 'Überschrift', body: 'Text', button: 'Link' },
  code: 'Code',
  media: { image: 'Bild', video: 'Video', document: 'Dokument' },
  needs: {
    image: 'Die Vorlage beginnt mit einem Bild. Hängen Sie eine Datei an, JPEG oder PNG.',
    video: 'Die Vorlage beginnt mit einem Video. Hängen Sie eine Datei an, MP4 oder 3GP.',
    document: 'Die Vorlage beginnt mit einem Dokument. Hängen Sie eine Datei an, ein PDF.',
  },
  field: '{part}: {name}',
  numbered: '{part}: {name} von {all, number}',
  wrong: {
    empty: 'Hier muss etwas stehen.',
    lines: 'WhatsApp nimmt hier eine Zeile an.',
    spaces: 'WhatsApp nimmt höchstens vier Leerzeichen hintereinander an.',
    'too-long': 'Das ist zu lang für eine Variable.',
  },
};
