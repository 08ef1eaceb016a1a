import { count } from '../../../words/counts.ts';

export const copiesWords = {
  replyAll: (n: number) => `Reply to all (${count(n, 'more', 'more')})`,
  as: (way: 'cc' | 'bcc', shown: string) => `${way === 'cc' ? 'Cc' : 'Bcc'} ${shown}`,
  add: { cc: 'Cc', bcc: 'Bcc' },
  addLabel: { cc: 'Cc: add somebody who gets a copy', bcc: 'Bcc: add somebody who gets a copy unseen' },
  placeholder: { cc: 'Cc: address', bcc: 'Bcc: address' },
  remove: (shown: string) => `Leave ${shown} out`,
  noAddress: 'This is no e-mail address.',
};
