import { messages, say } from '../../../languages/spoken.ts';

const t = messages.joining;

/** Conversations put into one, and taken apart. */
export const words = {
  ...t,
  entry: (subject: string, when: string) => say(t.entry, { subject, when }),
  message: (author: string, when: string, text: string) => say(t.message, { author, when, text }),
};
