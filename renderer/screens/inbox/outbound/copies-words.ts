import { messages, say } from '../../../languages/spoken.ts';

const t = messages.copies;

export const copiesWords = {
  ...t,
  replyAll: (n: number) => say(t.replyAll, { n }),
  as: (way: 'cc' | 'bcc', shown: string) => say(t.as[way], { shown }),
  remove: (shown: string) => say(t.remove, { shown }),
};
