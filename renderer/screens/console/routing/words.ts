import type { RoutingChoices } from '../../../../shared/contract/console/routing.ts';
import type { weekdays } from '../../../../shared/domain/business-hours.ts';
import type { Priority } from '../../../../shared/domain/conversation.ts';
import type { RoutingRule } from '../../../../shared/domain/routing.ts';
import type { RuleField } from '../../../data/console/rule-form.ts';
import { words as inboxWords } from '../../inbox/words.ts';
import { count, figures } from '../../../words/counts.ts';

export const words = {
  title: 'Routing',
  version: (n: number) => (n === 0 ? 'No rules yet' : `Version ${figures(n)}`),
  rules: 'Rules',
  lead: 'A conversation that begins goes through the rules from the top; the first that holds decides. Where none does, it goes to the channel’s team, unassigned.',
  noRules: 'There are no rules',
  noRulesMore: 'Every conversation goes to its channel’s team, unassigned.',
  add: 'Add rule',
  up: (name: string) => `Move ${name} up`,
  down: (name: string) => `Move ${name} down`,
  edit: (name: string) => `Edit ${name}`,
  remove: (name: string) => `Remove ${name}`,
  off: 'Off',
  held: (n: number) => count(n, 'conversation', 'conversations'),
  try: 'Try on past conversations',
  tried: (all: number, none: number) => `Of the newest ${figures(all)} conversations. No rule for ${figures(none)}.`,
  triedNothing: 'There are no conversations yet to try the rules on.',
  changed: 'Changed. Not in force yet.',
  same: '',
  sent: (version: number) => `Version ${figures(version)} is in force.`,
  discard: 'Discard',
  send: 'Put in force',
  hoursTitle: 'Business hours',
  hoursLead: 'For rules that ask for them. A day without hours is closed.',
  zone: 'Time zone',
  zoneWrong: 'A time zone such as Europe/Berlin.',
  days: { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' } satisfies Record<(typeof weekdays)[number], string>,
  dayHint: '09:00-17:30',
  dayWrong: 'Hours such as 09:00-12:00, 13:00-17:00.',
  daysOff: 'Days off',
  daysOffHint: 'One in a line, as 2026-12-25.',
  blockedTitle: 'Blocked senders',
  blockedLead: 'What they write is stored and resolved from the beginning; nothing is lost. Agents block a sender from a conversation.',
  nobodyBlocked: 'Nobody is blocked.',
  since: (when: string) => `since ${when}`,
  unblock: 'Unblock',
  unblockOf: (who: string) => `Unblock ${who}`,
  form: {
    add: 'New rule',
    edit: (name: string) => `Rule “${name}”`,
    name: 'Name',
    when: 'When',
    whenHint: 'All that is given has to hold; a rule without conditions holds always.',
    channels: 'Channels',
    senders: 'Senders',
    sendersHint: 'One in a line: an address, or @ and a domain.',
    words: 'Words in subject or text',
    wordsHint: 'One in a line; one of them is enough. Case and accents do not count.',
    hours: 'Time',
    hoursChoices: { any: 'At any time', open: 'Within business hours', closed: 'Outside business hours' },
    does: 'Then',
    team: 'Team',
    ownTeam: 'The channel’s own team',
    assign: 'Give it to',
    assignChoices: { 'nobody': 'Nobody yet', 'in-turn': 'Those at work, in turn', 'least-busy': 'Whoever at work has the fewest' },
    skills: 'Who have these skills',
    skillsHint: (known: readonly string[]) => (known.length === 0 ? 'With commas between. IT gives agents their skills.' : `With commas between. There are: ${known.join(', ')}.`),
    priority: 'Priority',
    anyPriority: 'As every conversation begins',
    tags: 'Tags',
    tagsHint: 'With commas between.',
    acknowledge: 'Answer automatically',
    acknowledgeHint: 'At most once a day for each customer; never to programs, nor to mail whose sender nothing vouches for.',
    setAside: 'Set it aside: stored and resolved from the beginning',
    active: 'This rule is in use',
    keep: 'Keep',
    cancel: 'Cancel',
  },
  wrong: {
    name: 'A name that no other rule has.',
    senders: 'Each line must be an address, or @ and a domain.',
    words: 'At most a hundred lines of eighty characters.',
    skills: 'At most ten skills of forty characters.',
    tags: 'At most twenty different tags of forty characters.',
    acknowledge: 'At most four thousand characters.',
  } satisfies Partial<Record<RuleField, string>> as Partial<Record<RuleField, string>>,
  priorityOf: (priority: Priority) => `${inboxWords.priorities[priority].toLowerCase()} priority`,
  tagged: (tags: readonly string[]) => `tagged ${tags.join(', ')}`,
  levelTitle: 'Time to answer',
  levelLead: 'What you promise yourselves, in minutes within the business hours. Conversations then show until when they are to be answered.',
  levelFirst: 'First answer',
  levelNext: 'Each one after it',
  levelOf: (what: string, priority: Priority) => `${what}, ${inboxWords.priorities[priority].toLowerCase()} priority`,
  levelPriority: 'Priority',
  levelWrong: 'Whole minutes from 1 to 43,200, or nothing.',
  hoursNeeded: 'A rule asks for business hours, and there are none.',
};

/** What a rule says, in one line: "Words: return, refund → Returns, whoever at work has the fewest". */
export function ruleSentence({ when, does }: RoutingRule, { channels, teams, agents }: RoutingChoices): string {
  const named = (id: string, among: readonly { readonly id: string; readonly name: string }[]): string => among.find((one) => one.id === id)?.name ?? '?';
  const some = (all: readonly string[]): string => (all.length <= 3 ? all.join(', ') : `${all.slice(0, 3).join(', ')} +${figures(all.length - 3)}`);
  const conditions = [
    ...(when.channels.length > 0 ? [some(when.channels.map((id) => named(id, channels)))] : []),
    ...(when.senders.length > 0 ? [`from ${some(when.senders)}`] : []),
    ...(when.words.length > 0 ? [`with ${some(when.words.map((word) => `“${word}”`))}`] : []),
    ...(when.hours === undefined ? [] : [words.form.hoursChoices[when.hours].toLowerCase()]),
  ];
  const { assign } = does;
  const skilled = 'skills' in assign && assign.skills.length > 0 ? ` (${assign.skills.join(', ')})` : '';
  const outcome = [
    ...(does.setAside ? ['set aside'] : []),
    ...(does.team === undefined ? [] : [named(does.team, teams)]),
    ...(assign.to === 'nobody' ? [] : [assign.to === 'agent' ? named(assign.agent, agents) : `${words.form.assignChoices[assign.to].toLowerCase()}${skilled}`]),
    ...(does.priority === undefined ? [] : [words.priorityOf(does.priority)]),
    ...(does.tags.length === 0 ? [] : [words.tagged(does.tags)]),
    ...(does.acknowledge === undefined ? [] : ['answered automatically']),
  ];
  return `${conditions.length === 0 ? 'Everything' : capital(conditions.join(', '))} → ${outcome.length === 0 ? 'the channel’s team' : outcome.join(', ')}`;
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
