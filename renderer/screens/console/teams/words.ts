import { messages, say } from '../../../languages/spoken.ts';

const t = messages.teams;

export const words = { ...t, members: (n: number) => say(t.members, { n }) };
