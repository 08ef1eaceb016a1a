import type { transcript as english } from '../en/transcript.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const transcript: Translated<typeof english> = {
  save: 'Protokoll speichern',
  formats: {
    pdf: ['PDF', 'zum Senden oder Drucken'],
    html: ['Webseite', 'öffnet sich überall'],
    text: ['Text', 'schlicht'],
    json: ['JSON', 'für ein anderes Programm'],
  },
  saved: 'Protokoll {number} gespeichert. Das Audit-Protokoll führt es auf.',
  gone: 'Diese Unterhaltung ist nicht mehr auf diesem Gerät. Nichts wurde gespeichert.',
  tooLong: 'Diese Unterhaltung ist zu lang für eine Datei. Nichts wurde gespeichert; bitten Sie am Hub um eine Ausgabe.',
  busy: 'Ein anderes Protokoll wird gerade gespeichert. Schließen Sie das zuerst ab.',
  notWritten: {
    taken: 'Dort liegt inzwischen eine andere Datei. Nichts wurde gespeichert; wählen Sie einen anderen Namen.',
    'no-room': 'Dort ist kein Platz. Nichts wurde gespeichert; wählen Sie einen anderen Ort.',
    'not-allowed': 'Dort darf nichts geschrieben werden. Wählen Sie einen anderen Ordner.',
    'own-folder': 'Das ist der eigene Ordner von Sealdesk. Wählen Sie einen anderen.',
    failed: 'Es ließ sich dort nicht schreiben. Nichts wurde gespeichert; wählen Sie einen anderen Ort.',
  },
};
