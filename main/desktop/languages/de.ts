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
    pause: 'Eine Stunde lang nichts melden',
    resume: 'Wieder melden',
    unread: 'von Ihren {n} ungelesen',
    quit: 'Beenden',
  },
  notices: {
    locked: 'Eine neue Nachricht',
    messages: '{n, plural, one {Eine neue Nachricht} other {# neue Nachrichten}}',
    mentions: '{n, plural, one {In einer Notiz werden Sie angesprochen} other {In # Notizen werden Sie angesprochen}}',
    assigned: '{n, plural, one {Sie haben eine Unterhaltung bekommen} other {Sie haben # Unterhaltungen bekommen}}',
    due: '{n, plural, one {Eine Ihrer Antworten ist in der nächsten Viertelstunde fällig} other {# Ihrer Antworten sind in der nächsten Viertelstunde fällig}}',
    from: '{channel}, {name}',
    channels: { email: 'E-Mail', whatsapp: 'WhatsApp', instagram: 'Instagram', webchat: 'Webchat', phone: 'Telefon' },
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
