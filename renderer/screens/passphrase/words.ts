import type { PassphraseVerdict } from '../../../shared/passphrase/strength.ts';

export const words = {
  minimum: (count: number) => `At least ${count} characters. Spaces count.`,
  missing: (count: number) => (count === 1 ? 'One more character.' : `${count} more characters.`),
  tooShort: (count: number) => `This is too short: your company asks for at least ${count} characters.`,
  tooWeak: 'This is too easy to guess.',
  different: 'The two are not the same. Type the second one again.',
  judging: 'Looking how hard it is to guess.',
  verdicts: {
    guessable: 'Too easy to guess.',
    fair: 'Fair. Another word makes it much stronger.',
    strong: 'Strong.',
    excellent: 'Very strong.',
  } satisfies Record<PassphraseVerdict, string>,
};
