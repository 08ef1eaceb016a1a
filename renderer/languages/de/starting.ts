import type { starting as english } from '../en/starting.ts';
import type { Translated } from '../../../shared/language/variables.ts';

export const starting: Translated<typeof english> = {
  title: 'Sealdesk wird gestartet',
};
