export const passphrase = {
  minimum: 'At least {count, number} characters. Spaces count.',
  missing: '{count, plural, one {One more character.} other {# more characters.}}',
  tooShort: 'This is too short: your company asks for at least {count, number} characters.',
  tooWeak: 'This is too easy to guess.',
  different: 'The two are not the same. Type the second one again.',
  judging: 'Looking how hard it is to guess.',
  verdicts: {
    guessable: 'Too easy to guess.',
    fair: 'Fair. Another word makes it much stronger.',
    strong: 'Strong.',
    excellent: 'Very strong.',
  },
} as const;
