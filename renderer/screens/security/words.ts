import type { SyncState } from '../../../shared/domain/sync-state.ts';
import { dayAndTime } from '../../words/times.ts';
import type { SecurityTask } from './tasks.ts';
import { messages, say } from '../../languages/spoken.ts';

const t = messages.security;

/** How much is kept, and when it was last read through and found whole. */
export function keptWords({ conversations, messages: n, checkedAt }: Pick<SyncState, 'conversations' | 'messages' | 'checkedAt'>, now: number): string {
  const kept = say(t.kept.much, { conversations, n });
  return `${kept} ${checkedAt === null ? t.kept.notChecked : say(t.kept.checked, { when: dayAndTime(checkedAt, now) })}`;
}

export const words = {
  ...t,
  tasks: t.tasks satisfies Record<SecurityTask, { name: string; about: string; open: string; title: string; lead: string; submit: string; done: string }>,
  codesLeft: (n: number | null) => (n === null ? t.codesLeftUnknown : say(t.codesLeft, { n })),
};
