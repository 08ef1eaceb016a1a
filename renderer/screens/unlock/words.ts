export const words = {
  title: 'Unlock',
  titleLeaseEnded: 'Connect to unlock',
  leadLeaseEnded:
    'This laptop has not reached the hub for as long as your company allows. What it has cached, your drafts and replies waiting to be sent are safe and stay encrypted; they open again once the hub is reached.',
  passphrase: 'Passphrase',
  code: 'Code',
  codeHint: 'From your authenticator app.',
  submit: 'Unlock',
  unlocking: 'Unlocking',
  online: 'Online',
  offline: 'Offline',
  leaseEnding: 'Connect to the hub to go on.',
  offlineNeedsHub: 'Offline. Connect to a network; if you are connected, ask IT whether the hub is running.',
  missingPassphrase: 'Type your passphrase.',
  missingCode: 'Type the whole code from your authenticator app.',
  /** One sentence for both factors: which of them was wrong is not told. */
  wrong: 'That passphrase and code did not open it.',
  attemptsLeft: (count: number) => (count === 1 ? 'One try left; after that this laptop has to be enrolled again.' : `${count} tries left.`),
  wait: (left: string) => `The next try is possible in ${left}.`,
  tryNow: 'You can try again now.',
  hubNeeded: 'The hub has to be reached to unlock. Connect to a network and try again.',
};

/** Fewer than this are worth a word: the vault's key is destroyed at zero. */
export const fewAttempts = 5;
