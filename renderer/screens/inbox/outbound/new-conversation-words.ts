import type { IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { CallOutcome } from '../../../../shared/domain/outgoing.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.newConversation;

export const newWords = {
  ...t,
  mail: (name: string, address: string) => say(t.mail, { name, address }),
  phone: (name: string) => say(t.phone, { name }),
  unfinished: {
    ...t.unfinished,
    title: (n: number) => say(t.unfinished.title, { n: String(n) }),
    discardOne: (who: string, about: string) => say(t.unfinished.discardOne, { who, about }),
  },
  outcomes: t.outcomes satisfies Record<CallOutcome, string>,
  why: t.why satisfies Record<Extract<IpcOutput<'conversation.start'>, { kind: 'refused' }>['why'], string>,
};
