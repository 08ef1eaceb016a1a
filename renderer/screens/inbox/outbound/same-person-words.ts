import { messages, say } from '../../../languages/spoken.ts';

const t = messages.samePerson;

export const samePersonWords = {
  ...t,
  knownBy: (shown: readonly string[], conversations: number) => [...shown, say(t.conversations, { n: conversations })].join(' · '),
  joined: (by: string | null, when: string) => (by === null ? say(t.joined, { when }) : say(t.joinedBy, { by, when })),
  joinTitle: (name: string, other: string) => say(t.joinTitle, { name, other }),
  partTitle: (name: string) => say(t.partTitle, { name }),
  partConsequence: (name: string) => say(t.partConsequence, { name }),
};
