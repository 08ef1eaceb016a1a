import { messages, say } from '../languages/spoken.ts';

const t = messages.tries;

/** What is said of a try of passphrase and code, wherever one is asked for. */
export const tryWords = {
  ...t,
  attemptsLeft: (count: number) => say(t.attemptsLeft, { count }),
  wait: (left: string) => say(t.wait, { left }),
  waitSaid: (seconds: number) => say(t.waitSaid, { seconds }),
};

/** Fewer than this are worth a word: the vault's key is destroyed at zero. */
export const fewAttempts = 5;
