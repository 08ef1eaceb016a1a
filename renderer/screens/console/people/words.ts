import type { z } from 'zod';
import type { AgentStatus } from '../../../../shared/domain/people.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.people;

export const words = {
  ...t,
  statuses: t.statuses satisfies Record<z.infer<typeof AgentStatus>, string>,
  offboard: {
    ...t.offboard,
    title: (name: string) => say(t.offboard.title, { name }),
    consequence: (laptops: number) => say(t.offboard.consequence, { laptops }),
    confirm: (name: string) => say(t.offboard.confirm, { name }),
    done: (devices: number, conversations: number) => say(t.offboard.done, { devices, conversations }),
  },
  laptops: (n: number) => say(t.laptops, { n }),
};
