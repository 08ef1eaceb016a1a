import { words } from './words.ts';

const steps = 4;

/** Invite, approval, passphrase, authenticator. */
export function enrolmentProgress(step: 1 | 2 | 3 | 4): { readonly step: number; readonly of: number; readonly words: string } {
  return { step, of: steps, words: words.progress(step, steps) };
}
