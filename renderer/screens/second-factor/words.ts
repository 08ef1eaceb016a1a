import { messages, say } from '../../languages/spoken.ts';

const t = messages.secondFactor;

export const words = {
  ...t,
  nextCode: (left: string) => say(t.nextCode, { left }),
};
