import type { Display } from '../../../shared/domain/display.ts';
import { messages, say } from '../../languages/spoken.ts';

const t = messages.preferences;

export const words = {
  ...t,
  themes: t.themes satisfies Record<Display['theme'], string>,
  notices: { ...t.notices, paused: (time: string) => say(t.notices.paused, { time }) },
  contrasts: t.contrasts satisfies Record<Display['contrast'], string>,
  rowSizes: t.rowSizes satisfies Record<Display['rows'], string>,
};
