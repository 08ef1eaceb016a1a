import type { RoutingChoices } from '../../../../shared/contract/console/routing.ts';
import type { weekdays } from '../../../../shared/domain/business-hours.ts';
import type { Priority } from '../../../../shared/domain/conversation.ts';
import type { RoutingRule } from '../../../../shared/domain/routing.ts';
import type { RuleField } from '../../../data/console/rule-form.ts';
import type { Language } from '../../../../shared/language/languages.ts';
import { words as inboxWords } from '../../inbox/words.ts';
import { inSentence } from '../../../words/in-sentence.ts';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.routing;

export const words = {
  ...t,
  version: (n: number) => say(t.version, { n }),
  up: (name: string) => say(t.up, { name }),
  down: (name: string) => say(t.down, { name }),
  edit: (name: string) => say(t.edit, { name }),
  remove: (name: string) => say(t.remove, { name }),
  held: (n: number) => say(t.held, { n }),
  tried: (all: number, none: number) => say(t.tried, { all, none }),
  sent: (version: number) => say(t.sent, { version }),
  days: t.days satisfies Record<(typeof weekdays)[number], string>,
  since: (when: string) => say(t.since, { when }),
  unblockOf: (who: string) => say(t.unblockOf, { who }),
  form: {
    ...t.form,
    edit: (name: string) => say(t.form.edit, { name }),
    acknowledgeIn: (language: Language) => say(t.form.acknowledgeIn, { language: t.form.languages[language] }),
    acknowledgeInHint: (language: Language) => say(t.form.acknowledgeInHint, { language: t.form.languages[language] }),
    skillsHint: (known: readonly string[]) => (known.length === 0 ? t.form.skillsHint : say(t.form.skillsKnown, { known: known.join(', ') })),
  },
  wrong: t.wrong satisfies Partial<Record<RuleField, string>> as Partial<Record<RuleField, string>>,
  priorityOf: (priority: Priority) => say(t.priorityOf, { priority: inboxWords.priorities[priority].toLowerCase() }),
  tagged: (tags: readonly string[]) => say(t.tagged, { tags: tags.join(', ') }),
  levelOf: (what: string, priority: Priority) => say(t.levelOf, { what, priority: inboxWords.priorities[priority].toLowerCase() }),
};

/** What a rule says, in one line: "Words: return, refund → Returns, whoever at work has the fewest". */
export function ruleSentence({ when, does }: RoutingRule, { channels, teams, agents }: RoutingChoices): string {
  const named = (id: string, among: readonly { readonly id: string; readonly name: string }[]): string => among.find((one) => one.id === id)?.name ?? '?';
  const some = (all: readonly string[]): string => (all.length <= 3 ? all.join(', ') : say(t.sentence.some, { shown: all.slice(0, 3).join(', '), more: all.length - 3 }));
  const conditions = [
    ...(when.channels.length > 0 ? [some(when.channels.map((id) => named(id, channels)))] : []),
    ...(when.senders.length > 0 ? [say(t.sentence.from, { senders: some(when.senders) })] : []),
    ...(when.words.length > 0 ? [say(t.sentence.with, { words: some(when.words.map((word) => say(t.sentence.word, { word }))) })] : []),
    ...(when.hours === undefined ? [] : [inSentence(words.form.hoursChoices[when.hours])]),
  ];
  const { assign } = does;
  const skills = 'skills' in assign ? assign.skills.join(', ') : '';
  const outcome = [
    ...(does.setAside ? [t.sentence.setAside] : []),
    ...(does.team === undefined ? [] : [named(does.team, teams)]),
    ...(assign.to === 'nobody' ? [] : [assign.to === 'agent' ? named(assign.agent, agents) : withSkills(inSentence(words.form.assignChoices[assign.to]), skills)]),
    ...(does.priority === undefined ? [] : [words.priorityOf(does.priority)]),
    ...(does.tags.length === 0 ? [] : [words.tagged(does.tags)]),
    ...(does.acknowledge === undefined ? [] : [t.sentence.automatic]),
  ];
  return say(t.sentence.whole, { conditions: conditions.length === 0 ? t.sentence.everything : capital(conditions.join(', ')), outcome: outcome.length === 0 ? t.sentence.ownTeam : outcome.join(', ') });
}

const withSkills = (who: string, skills: string): string => (skills === '' ? who : say(t.sentence.skilled, { who, skills }));

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);
