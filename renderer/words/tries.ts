import { count } from './counts.ts';

/** What is said of a try of passphrase and code, wherever one is asked for. */
export const tryWords = {
  attemptsLeft: (count: number) => (count === 1 ? 'One try left; after that this laptop has to be enrolled again.' : `${count} tries left.`),
  wait: (left: string) => `The next try is possible in ${left}.`,
  /** Said aloud once, where the eyes have a countdown. */
  waitSaid: (seconds: number) => `The next try is possible in ${count(seconds, 'second', 'seconds')}.`,
  tryNow: 'You can try again now.',
  hubNeeded: 'The hub has to be reached for this. Connect to a network and try again.',
  hubNeededForOneTime: 'A recovery code works only while the hub is reached. Connect to a network, or use your authenticator app.',
};

/** Fewer than this are worth a word: the vault's key is destroyed at zero. */
export const fewAttempts = 5;
