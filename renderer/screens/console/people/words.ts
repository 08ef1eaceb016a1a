import type { z } from 'zod';
import type { DeviceCard } from '../../../../shared/domain/device.ts';
import type { AgentStatus } from '../../../../shared/domain/people.ts';
import type { Role } from '../../../../shared/domain/permission.ts';
import { dayAndTime } from '../../../words/times.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.people;

type Laptops = readonly Pick<DeviceCard, 'online' | 'leaseUntil'>[];

/** Until when what is on them can be read, connected or not: of a person who is suspended the hub only serves nothing. */
function readable(laptops: Laptops, now: number): string {
  const until = Math.max(...laptops.map(({ leaseUntil }) => leaseUntil ?? 0));
  return until <= now ? '' : say(t.suspend.until, { when: dayAndTime(until, now) });
}

/** Of those that are out of reach, until when they can still be opened. */
function reach(laptops: Laptops, now: number): string {
  const open = laptops.flatMap(({ online, leaseUntil }) => (online || leaseUntil === null || leaseUntil <= now ? [] : [leaseUntil]));
  return open.length === 0 ? '' : say(t.offboard.reach, { n: open.length, when: dayAndTime(Math.max(...open), now) });
}

export const words = {
  ...t,
  statuses: t.statuses satisfies Record<z.infer<typeof AgentStatus>, string>,
  offboard: {
    ...t.offboard,
    title: (name: string) => say(t.offboard.title, { name }),
    /** Of laptops that are out of reach it says how long they can still be opened. */
    consequence: (laptops: Laptops, now: number) => say(t.offboard.consequence, { laptops: laptops.length, reach: reach(laptops, now) }).replace('  ', ' '),
    confirm: (name: string) => say(t.offboard.confirm, { name }),
    done: (devices: number, conversations: number) => say(t.offboard.done, { devices, conversations }),
  },
  suspend: {
    ...t.suspend,
    title: (name: string) => say(t.suspend.title, { name }),
    consequence: (laptops: Laptops, now: number) => say(t.suspend.consequence, { laptops: laptops.length, until: readable(laptops, now) }).replace('  ', ' '),
    confirm: (name: string) => say(t.suspend.confirm, { name }),
  },
  resume: {
    ...t.resume,
    title: (name: string) => say(t.resume.title, { name }),
    consequence: (laptops: Laptops) => say(t.resume.consequence, { laptops: laptops.length }),
    confirm: (name: string) => say(t.resume.confirm, { name }),
  },
  form: {
    ...t.form,
    means: t.form.means satisfies Record<Role, string>,
    title: (name: string) => say(t.form.title, { name }),
  },
  added: (name: string) => say(t.added, { name }),
  laptops: (n: number) => say(t.laptops, { n }),
};
