import type { Afterwards } from '../../../../shared/domain/canned-reply.ts';
import { words as inboxWords } from '../words.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.writing;

export const words = {
  ...t,
  found: (n: number) => say(t.found, { n }),
  whenSent: (what: string) => say(t.whenSent, { what }),
  setTo: (status: NonNullable<Afterwards['status']>) => say(t.setTo, { status: inboxWords.conversation.statuses[status] }),
};
