export const together = {
  viewing: '{n, plural, one {{names} is looking at this} other {{names} are looking at this}}',
  writing: '{n, plural, one {{names} is writing} other {{names} are writing}}',
  colleague: 'A colleague',
  alsoWriting: '{n, plural, one {{names} is writing an answer here, too.} other {{names} are writing answers here, too.}}',
  answered: '{names} answered while you were writing. Read it before you send yours.',
  askedAgain: 'Press once more to send anyway.',
  sendAnyway: 'Send anyway',
} as const;
