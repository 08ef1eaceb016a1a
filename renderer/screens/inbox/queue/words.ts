import type { Filter } from '../../../../shared/domain/filter.ts';
import type { SnoozeChoice } from './snooze-times.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.queue;

/** Working a queue: snooze, priority, tags, filters, saved views, many at once. */
export const words = {
  ...t,
  snooze: {
    ...t.snooze,
    choices: t.snooze.choices satisfies Record<SnoozeChoice, string>,
    until: (when: string) => say(t.snooze.until, { when }),
    untilShort: (when: string) => say(t.snooze.untilShort, { when }),
    done: (when: string) => say(t.snooze.done, { when }),
  },
  due: {
    ...t.due,
    title: (when: string) => say(t.due.title, { when }),
    /** @param ms milliseconds that are left; less than none, it is late */
    left: (ms: number) => (ms > 0 ? say(t.due.in, { span: span(ms) }) : say(t.due.late, { span: span(-ms) })),
  },
  priority: {
    ...t.priority,
    mark: (level: string) => say(t.priority.mark, { level }),
  },
  tags: {
    ...t.tags,
    make: (tag: string) => say(t.tags.make, { tag }),
    remove: (tag: string) => say(t.tags.remove, { tag }),
    more: (n: number) => say(t.tags.more, { n }),
    moreLong: (tags: readonly string[]) => say(t.tags.moreLong, { tags: tags.join(', ') }),
  },
  filter: {
    ...t.filter,
    chip: {
      ...t.filter.chip,
      tag: (tag: string) => say(t.filter.chip.tag, { tag }),
      priority: (level: string) => say(t.filter.chip.priority, { level }),
      assignee: (name: string) => say(t.filter.chip.assignee, { name }),
      team: (name: string) => say(t.filter.chip.team, { name }),
    },
    drop: (what: string) => say(t.filter.drop, { what }),
  },
  follow: {
    ...t.follow,
    begunMany: (n: number) => say(t.follow.begunMany, { n }),
    endedMany: (n: number) => say(t.follow.endedMany, { n }),
    with: (label: string, names: readonly string[]) => say(t.follow.with, { label, names: names.join(', ') }),
  },
  saved: {
    ...t.saved,
    actions: (name: string) => say(t.saved.actions, { name }),
    removed: (name: string) => say(t.saved.removed, { name }),
    count: (n: number, whole: boolean) => say(whole ? t.saved.count : t.saved.countAtLeast, { n }),
  },
  many: {
    ...t.many,
    chosen: (n: number) => say(t.many.chosen, { n }),
    done: (n: number) => say(t.many.done, { n }),
    notDone: (n: number) => say(t.many.notDone, { n }),
  },
};

/** The parts of a filter, each of which can be taken away by itself. */
export type FilterPart = keyof Filter;

/** "12 min", "3 h", "2 days": rounded so that it never promises too much. */
function span(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return say(t.due.minutes, { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? say(t.due.hours, { n: hours }) : say(t.due.days, { n: Math.floor(hours / 24) });
}
