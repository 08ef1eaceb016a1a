import type { people as english } from '../en/people.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const people: Translated<typeof english> = {
  title: 'Personen',
  table: 'Personen',
  columns: {
    name: 'Name',
    email: 'Adresse',
    roles: 'Rollen',
    status: 'Status',
    laptops: 'Geräte',
  },
  none: 'Noch niemand',
  noneMore: 'Personen werden mit dem Befehl sealdesk auf dem Rechner des Hubs hinzugefügt.',
  statuses: {
    active: 'Aktiv',
    suspended: 'Nicht aktiv',
  },
  sheet: {
    person: 'Rollen und Zugang',
    laptops: 'Geräte',
    noLaptops: 'Keines registriert',
    offboard: 'Zugang beenden',
  },
  offboard: {
    title: 'Zugang von {name} beenden?',
    consequence: '{laptops, plural, =0 {Es ist kein Gerät registriert.} one {# Gerät verliert den Zugriff: Was darauf gespeichert ist, lässt sich nicht mehr öffnen.} other {# Geräte verlieren den Zugriff: Was darauf gespeichert ist, lässt sich nicht mehr öffnen.}} {reach} Offene Unterhaltungen werden weitergegeben. Das lässt sich nicht rückgängig machen.',
    reach: '{n, plural, one {# davon ist nicht online} other {# davon sind nicht online}}: Bis es den Hub wieder erreicht, spätestens {when}, öffnen Passphrase und Code noch, was darauf gespeichert ist.',
    handTo: 'Offene Unterhaltungen weitergeben an',
    handToPlaceholder: 'Name oder Adresse',
    handToHint: 'Leer gelassen, gehen sie zurück zu „Nicht zugewiesen“.',
    nobody: 'Niemand mit diesem Namen.',
    confirm: 'Zugang von {name} beenden',
    done: 'Zugang beendet: {devices, plural, one {# Gerät ohne Zugriff} other {# Geräte ohne Zugriff}}, {conversations, plural, one {# Unterhaltung} other {# Unterhaltungen}} weitergegeben.',
  },
  laptops: '{n, number}',
};
