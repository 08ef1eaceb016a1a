export const ui = {
  showPassphrase: 'Show passphrase',
  hidePassphrase: 'Hide passphrase',
  digit: 'Digit {position, number} of {of, number}',
  close: 'Close',
  details: 'Details',
  dismiss: 'Dismiss',
  showMore: 'Show {n, number} more',
} as const;
