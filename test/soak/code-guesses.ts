import { guessCodes } from '../doubles/code-guesser.ts';
import type { Campaign } from './campaign.ts';

/** Random codes against the device's own counter, by a thief who has the passphrase. Below the derivation of the passphrase key: see `guessCodes`. */
export const codeGuesses: Campaign = {
  count: 100_000,
  run: async (count) => ({ counts: { ...(await guessCodes(count)) }, failures: [] }),
};
