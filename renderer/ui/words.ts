import { messages, say } from '../languages/spoken.ts';

/** Words that belong to a primitive wherever it stands. */
const t = messages.ui;

export const words = {
  ...t,
  digit: (position: number, of: number) => say(t.digit, { position, of }),
  showMore: (n: number) => say(t.showMore, { n }),
};
