import { messages, say } from '../../languages/spoken.ts';

const t = messages.unlock;

export const words = {
  ...t,
  aloneUntil: (time: string) => say(t.aloneUntil, { time }),
};
