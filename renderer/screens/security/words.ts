import type { SecurityTask } from './tasks.ts';
import { messages, say } from '../../languages/spoken.ts';

const t = messages.security;

export const words = {
  ...t,
  tasks: t.tasks satisfies Record<SecurityTask, { name: string; about: string; open: string; title: string; lead: string; submit: string; done: string }>,
  codesLeft: (n: number | null) => (n === null ? t.codesLeftUnknown : say(t.codesLeft, { n })),
};
