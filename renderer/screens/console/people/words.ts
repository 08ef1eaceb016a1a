import type { z } from 'zod';
import type { DeviceCard } from '../../../../shared/domain/device.ts';
import type { AgentStatus } from '../../../../shared/domain/people.ts';
import { dayAndTime } from '../../../words/times.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.people;

export const words = {
  ...t,
  statuses: t.statuses satisfies Record<z.infer<typeof AgentStatus>, string>,
  offboard: {
    ...t.offboard,
    title: (name: string) => say(t.offboard.title, { name }),
    /** Of laptops that are out of reach it says how long they can still be opened. */
    consequence: (laptops: readonly Pick<DeviceCard, 'online' | 'leaseUntil'>[], now: number) => {
      const open = laptops.flatMap(({ online, leaseUntil }) => (online || leaseUntil === null || leaseUntil <= now ? [] : [leaseUntil]));
      const reach = open.length === 0 ? '' : say(t.offboard.reach, { n: open.length, when: dayAndTime(Math.max(...open), now) });
      return say(t.offboard.consequence, { laptops: laptops.length, reach }).replace('  ', ' ');
    },
    confirm: (name: string) => say(t.offboard.confirm, { name }),
    done: (devices: number, conversations: number) => say(t.offboard.done, { devices, conversations }),
  },
  laptops: (n: number) => say(t.laptops, { n }),
};
