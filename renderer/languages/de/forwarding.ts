import type { forwarding as english } from '../en/forwarding.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const forwarding: Translated<typeof english> = {
  title: 'Per E-Mail weiterleiten',
  consequence: 'Was hier verborgen ist, bleibt verborgen. Notizen und Dateien werden nicht weitergeleitet. Eine Notiz in der Unterhaltung sagt, was wohin ging.',
  confirm: 'Weiterleiten',
  to: 'An',
  toHint: 'Jemand aus dem Unternehmen oder eine Adresse bei einer Domain, die Ihr Unternehmen erlaubt.',
  noAddress: 'Geben Sie eine vollständige E-Mail-Adresse ein.',
  what: 'Was weitergeleitet wird',
  all: 'Alles, was an den Kunden und von ihm geschrieben wurde',
  own: 'Ihre eigenen Worte darüber',
  done: 'Weitergeleitet',
};
