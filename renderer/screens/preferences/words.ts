import type { Display } from '../../../shared/domain/display.ts';
import { messages } from '../../languages/spoken.ts';

const t = messages.preferences;

export const words = {
  ...t,
  themes: t.themes satisfies Record<Display['theme'], string>,
  rowSizes: t.rowSizes satisfies Record<Display['rows'], string>,
};
