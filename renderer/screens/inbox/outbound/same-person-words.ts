import { count } from '../../../words/counts.ts';

export const samePersonWords = {
  title: 'The same person?',
  knownBy: (shown: readonly string[], conversations: number) => [...shown, count(conversations, 'conversation', 'conversations')].join(' · '),
  joined: (by: string | null, when: string) => (by === null ? `Joined ${when}` : `Joined by ${by}, ${when}`),
  join: 'Join',
  part: 'Take apart',
  joinTitle: (name: string, other: string) => `Are ${name} and ${other} one person?`,
  joinConsequence: 'Their conversations and addresses become those of one customer. The name alone proves nothing: join them only if you know. It can be taken back.',
  partTitle: (name: string) => `Take ${name} apart again?`,
  partConsequence: (name: string) => `What came from ${name}, and what their addresses have brought since, goes back to them.`,
};
