import type { Afterwards } from '../../../../shared/domain/canned-reply.ts';
import { textVariables, type TextVariable } from '../../../../shared/domain/canned-text.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.canned;

export const words = {
  ...t,
  sheet: {
    ...t.sheet,
    removeLanguage: (language: string) => say(t.sheet.removeLanguage, { language }),
    removeTitle: (name: string) => say(t.sheet.removeTitle, { name }),
    wrongGap: (written: string) => say(t.sheet.wrongGap, { written }),
  },
  statuses: t.statuses satisfies Record<NonNullable<Afterwards['status']> | '', string>,
  variables: textVariables.map((variable) => ({ variable, meaning: (t.meanings satisfies Record<TextVariable, string>)[variable] })),
};
