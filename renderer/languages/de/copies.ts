import type { copies as english } from '../en/copies.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const copies: Translated<typeof english> = {
  replyAll: 'Allen antworten ({n, number} weitere)',
  as: { cc: 'Cc {shown}', bcc: 'Bcc {shown}' },
  add: {
    cc: 'Cc',
    bcc: 'Bcc',
  },
  addLabel: {
    cc: 'Cc: jemanden hinzufügen, der eine Kopie bekommt',
    bcc: 'Bcc: jemanden hinzufügen, der ungesehen eine Kopie bekommt',
  },
  placeholder: {
    cc: 'Cc: Adresse',
    bcc: 'Bcc: Adresse',
  },
  remove: '{shown} weglassen',
  noAddress: 'Das ist keine E-Mail-Adresse.',
};
