import type { Filter } from '../../../../shared/domain/filter.ts';
import { count, figures } from '../../../words/counts.ts';
import type { SnoozeChoice } from './snooze-times.ts';

/** Working a queue: snooze, priority, tags, filters, saved views, many at once. */
export const words = {
  snooze: {
    label: 'Snooze',
    choices: { later: 'Later today', tomorrow: 'Tomorrow morning', monday: 'Monday morning', week: 'In a week' } satisfies Record<SnoozeChoice, string>,
    pick: 'Pick a date and time',
    pickTitle: 'Snooze until',
    when: 'Date and time',
    set: 'Snooze',
    wake: 'Wake now',
    past: 'Choose a time that is still to come.',
    tooFar: 'Choose a time within the next two years.',
    noTime: 'Choose a date and a time.',
    until: (when: string) => `Until ${when}`,
    untilShort: (when: string) => `until ${when}`,
    due: 'Due',
    dueLong: 'Its time has come; it opens when the hub is reached.',
    done: (when: string) => `Snoozed until ${when}`,
    undo: 'Undo',
  },
  due: {
    label: 'Answer',
    title: (when: string) => `An answer is promised until ${when}`,
    /** Milliseconds that are left; less than none, it is late. */
    left: (ms: number) => (ms > 0 ? `in ${span(ms)}` : `${span(-ms)} late`),
  },
  priority: { label: 'Priority', mark: (level: string) => `${level} priority` },
  tags: {
    label: 'Tags',
    of: 'Tags of this conversation',
    add: 'Add tag',
    field: 'Tag',
    placeholder: 'Type a tag',
    hint: 'Tags tell what a conversation is about. Colleagues see them in lists: no names, no numbers.',
    make: (tag: string) => `Add “${tag}”`,
    nothing: 'Type a tag of at most 40 characters that it does not have yet.',
    remove: (tag: string) => `Remove the tag ${tag}`,
    more: (n: number) => `+${figures(n)}`,
    moreLong: (tags: readonly string[]) => `Also tagged ${tags.join(', ')}`,
  },
  filter: {
    label: 'Filter',
    title: 'Show only',
    chips: 'What is shown',
    status: 'Status',
    channel: 'Channel',
    assignee: 'Assignee',
    priority: 'Priority',
    tag: 'Tag',
    unread: 'Unread only',
    any: 'Any',
    chip: { unread: 'Unread', tag: (tag: string) => `Tag: ${tag}`, priority: (level: string) => `Priority: ${level}`, assignee: (name: string) => `Assignee: ${name}` },
    drop: (what: string) => `Show also what is not “${what}”`,
    clear: 'Clear filter',
    save: 'Save view',
    none: 'Nothing fits this filter',
    noneMore: 'Take a part of it away, or choose another view.',
  },
  saved: {
    label: 'Saved views',
    save: 'Save view',
    name: 'Name',
    hint: 'It is kept on this laptop only: it moves to no other, and nobody else sees it.',
    keep: 'Save',
    cancel: 'Cancel',
    rename: 'Rename',
    remove: 'Remove',
    actions: (name: string) => `${name}: rename or remove`,
    noName: 'Give it a name.',
    removed: (name: string) => `Removed the view “${name}”`,
    count: (n: number, whole: boolean) => `${figures(n)}${whole ? '' : '+'}`,
  },
  many: {
    label: 'Chosen conversations',
    chosen: (n: number) => `${figures(n)} chosen`,
    row: 'Chosen.',
    assign: 'Assign',
    status: 'Set status',
    clear: 'Clear',
    done: (n: number) => `${count(n, 'conversation', 'conversations')} changed`,
    notDone: (n: number) => `${count(n, 'conversation is', 'conversations are')} no longer here or could not take it; nothing was changed there`,
  },
} as const;

/** The parts of a filter, each of which can be taken away by itself. */
export type FilterPart = keyof Filter;

/** "12 min", "3 h", "2 days": rounded so that it never promises too much. */
function span(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${figures(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${figures(hours)} h` : count(Math.floor(hours / 24), 'day', 'days');
}
