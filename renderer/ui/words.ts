/** Words that belong to a primitive wherever it stands. */
export const words = {
  showPassphrase: 'Show passphrase',
  hidePassphrase: 'Hide passphrase',
  digit: (position: number, of: number) => `Digit ${position} of ${of}`,
  close: 'Close',
  details: 'Details',
  dismiss: 'Dismiss',
  showMore: (n: number) => `Show ${n} more`,
};
