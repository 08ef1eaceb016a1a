export const copies = {
  replyAll: 'Reply to all ({n, number} more)',
  as: { cc: 'Cc {shown}', bcc: 'Bcc {shown}' },
  add: {
    cc: 'Cc',
    bcc: 'Bcc',
  },
  addLabel: {
    cc: 'Cc: add somebody who gets a copy',
    bcc: 'Bcc: add somebody who gets a copy unseen',
  },
  placeholder: {
    cc: 'Cc: address',
    bcc: 'Bcc: address',
  },
  remove: 'Leave {shown} out',
  noAddress: 'This is no e-mail address.',
} as const;
