export const forwarding = {
  title: 'Forward by e-mail',
  consequence: 'What is hidden here stays hidden. Notes and files are not forwarded. A note in the conversation says what went where.',
  confirm: 'Forward',
  to: 'To',
  toHint: 'A colleague, or an address at a domain that your company allows.',
  noAddress: 'Type a whole e-mail address.',
  what: 'What is forwarded',
  all: 'All that was written to the customer and by them',
  own: 'Your own words above it',
  done: 'Forwarded',
} as const;
