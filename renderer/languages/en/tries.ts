export const tries = {
  attemptsLeft: '{count, plural, one {One try left; after that this laptop has to be enrolled again.} other {# tries left.}}',
  wait: 'The next try is possible in {left}.',
  /** Said aloud once, where the eyes have a countdown. */
  waitSaid: 'The next try is possible in {seconds, plural, one {# second} other {# seconds}}.',
  tryNow: 'You can try again now.',
  hubNeeded: 'The hub has to be reached for this. Connect to a network and try again.',
  hubNeededForOneTime: 'A recovery code works only while the hub is reached. Connect to a network, or use your authenticator app.',
} as const;
