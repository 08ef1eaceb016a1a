import type { marks as english } from '../en/marks.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const marks: Translated<typeof english> = {
  label: 'Formatierung',
  kinds: { bold: 'Fett', italic: 'Kursiv', strike: 'Durchgestrichen', code: 'Code', link: 'Link', bullets: 'Liste', numbers: 'Nummerierte Liste', quote: 'Zitat' },
  preview: 'Vorschau',
  previewOf: 'So kommt es per {channel} an',
  previewNote: 'So liest es das Team',
  previewSignature: 'So steht sie unter Ihren E-Mails',
  previewPlain: '{channel} kennt keine Formatierung. So kommt es an:',
  left: '{n, plural, one {Noch # Zeichen} other {Noch # Zeichen}}',
};
