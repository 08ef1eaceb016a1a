import type { people as english } from '../en/people.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const people: Translated<typeof english> = {
  title: 'Personen',
  table: 'Agenten',
  columns: {
    name: 'Name',
    email: 'Adresse',
    roles: 'Rollen',
    status: 'Status',
    laptops: 'Geräte',
  },
  none: 'Noch niemand',
  noneMore: 'Agenten werden mit dem Befehl sealdesk auf dem Rechner des Hubs hinzugefügt.',
  statuses: {
    active: 'Aktiv',
    suspended: 'Nicht aktiv',
  },
  sheet: {
    agent: 'Agent',
    laptops: 'Geräte',
    noLaptops: 'Keines registriert',
    offboard: 'Austritt',
  },
  offboard: {
    title: 'Austritt von {name}?',
    consequence: '{laptops, plural, =0 {Es ist kein Gerät registriert.} one {# Gerät verliert sofort den Zugriff: Was darauf gespeichert ist, lässt sich nicht mehr öffnen.} other {# Geräte verlieren sofort den Zugriff: Was darauf gespeichert ist, lässt sich nicht mehr öffnen.}} Offene Unterhaltungen werden weitergegeben. Das lässt sich nicht rückgängig machen.',
    handTo: 'Offene Unterhaltungen weitergeben an',
    handToPlaceholder: 'Name oder Adresse',
    handToHint: 'Leer gelassen, gehen sie zurück zu „Nicht zugewiesen“.',
    nobody: 'Niemand mit diesem Namen.',
    confirm: 'Austritt von {name}',
    done: 'Ausgetreten: {devices, plural, one {# Gerät ohne Zugriff} other {# Geräte ohne Zugriff}}, {conversations, plural, one {# Unterhaltung} other {# Unterhaltungen}} weitergegeben.',
  },
  laptops: '{n, number}',
};
