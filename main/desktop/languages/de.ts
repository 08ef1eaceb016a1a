import type { Translated } from '../../../shared/language/variables.ts';
import type { english } from './en.ts';

export const german: Translated<typeof english> = {
  menu: {
    lock: 'Sperren',
    quit: 'Beenden',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    view: 'Ansicht',
    actualSize: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    fullScreen: 'Vollbild',
  },
  tray: {
    locked: 'Sealdesk ist gesperrt',
    unlocked: 'Sealdesk ist offen',
    offline: 'Sealdesk ist offen, ohne Hub',
    open: 'Öffnen',
    lock: 'Sperren',
    quit: 'Beenden',
  },
  transcript: {
    title: 'Protokoll speichern',
    save: 'Speichern',
    kinds: { pdf: 'PDF', html: 'Webseite', json: 'JSON', text: 'Text' },
  },
  numbers: {
    title: 'Zahlen speichern',
    save: 'Speichern',
    kind: 'CSV',
  },
  compatibilityRuntime: 'Kompatibilitätslaufzeit (Electron {version}): nur zum Ausprobieren und für Tests, nicht für echte Kunden.',
};
