import type { channels as english } from '../en/channels.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const channels: Translated<typeof english> = {
  title: 'Kanäle',
  table: 'Kanäle',
  columns: { name: 'Name', kind: 'Art', state: 'Zustand', received: 'Letzte Nachricht', waiting: 'Wartet' },
  none: 'Noch keine Kanäle',
  noneMore: 'Kanäle werden am Hub mit dem Befehl sealdesk channel hinzugefügt; dort bleiben auch ihre Geheimnisse.',
  kinds: { email: 'E-Mail', webchat: 'Web-Chat', whatsapp: 'WhatsApp', instagram: 'Instagram', phone: 'Telefon' },
  standings: { failing: 'Gestört', ending: 'Anmeldung endet bald', starting: 'Startet', working: 'In Betrieb', stopped: 'Angehalten', unknown: 'Nicht bekannt' },
  never: 'Noch keine',
  sheet: {
    channel: 'Kanal',
    traffic: 'Nachrichten',
    sent: 'Letzte gesendete Antwort',
    waitingIn: 'Angenommen, noch nicht abgelegt',
    waitingOut: 'Antworten, noch nicht gesendet',
    quarantined: 'Originale in Quarantäne',
    token: 'Anmeldung endet',
    test: 'sealdesk channel test fragt die Gegenseite, ob alles Nötige da ist.',
  },
  waitingNone: 'Nichts',
  waitingIn: '{n, number} abzulegen',
  waitingOut: '{n, number} zu senden',
};
