import type { writing as english } from '../en/writing.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const writing: Translated<typeof english> = {
  canned: 'Textbausteine',
  noCanned: 'Es gibt noch keine Textbausteine. Ihre Teamleitung schreibt sie in der Konsole.',
  colleagues: 'Team',
  languages: 'Sprache',
  found: '{n, plural, one {# Vorschlag} other {# Vorschläge}}. Pfeiltasten wählen, die Eingabetaste übernimmt.',
  whenSent: 'Nach dem Senden: {what}.',
  setTo: 'auf „{status}“ setzen',
  assignToMe: 'mir zuweisen',
  notThen: 'Das nicht tun',
  unfilled: 'Eine Lücke ist nicht ausgefüllt: Schreiben Sie, was dort hingehört.',
  signature: 'Signatur',
  addSignature: 'Signatur hinzufügen',
  editSignature: 'Bearbeiten',
  signatureTitle: 'Ihre Signatur',
  signatureText: 'Unter Ihren E-Mails',
  signatureHint: 'Dieselbe auf allen Ihren Geräten. Leer: keine.',
  signatureSave: 'Signatur speichern',
  cancel: 'Abbrechen',
  callsYou: 'Ruft Sie',
};
