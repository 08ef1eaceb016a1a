import { messages, say } from '../../../languages/spoken.ts';
import type { NotLetter } from '../../../data/letters.ts';

const t = messages.letters;

export const words = {
  ...t,
  frame: (name: string) => say(t.frame, { name }),
  outside: (n: number) => say(t.outside, { n }),
  enclosed: (n: number) => say(t.enclosed, { n }),
  notShown: t.notShown satisfies Record<NotLetter, string>,
};
