import { words } from './words.ts';

const steps = 6;

/** Invite, approval, passphrase, authenticator, recovery codes, two codes. */
export function enrolmentProgress(step: 1 | 2 | 3 | 4 | 5 | 6): { readonly step: number; readonly of: number; readonly words: string } {
  return { step, of: steps, words: words.progress(step, steps) };
}
