import type { Priority } from '../../../shared/domain/conversation.ts';
import { type Language, languageTags } from '../../../shared/language/languages.ts';
import { RoutingRule } from '../../../shared/domain/routing.ts';

/** A rule as its form holds it: what was typed, which may be wrong and is never lost. */
export interface RuleForm {
  readonly name: string;
  readonly active: boolean;
  readonly channels: readonly string[];
  /** One in a line. */
  readonly senders: string;
  readonly words: string;
  readonly hours: 'any' | 'open' | 'closed';
  /** A team's id; empty: the channel's own. */
  readonly team: string;
  /** `nobody`, `in-turn`, `least-busy`, or an agent's id. */
  readonly assign: string;
  /** With commas between. */
  readonly skills: string;
  /** Empty: as every conversation begins. */
  readonly priority: '' | Priority;
  /** With commas between. */
  readonly tags: string;
  readonly acknowledge: string;
  /** To customers who write that language; empty: as all others. */
  readonly acknowledgeIn: Readonly<Record<Language, string>>;
  readonly setAside: boolean;
}

export type RuleField = keyof RuleForm;

const noTexts: RuleForm['acknowledgeIn'] = { en: '', de: '' };

export const emptyRule: RuleForm = { name: '', active: true, channels: [], senders: '', words: '', hours: 'any', team: '', assign: 'nobody', skills: '', priority: '', tags: '', acknowledge: '', acknowledgeIn: noTexts, setAside: false };

export function ruleFormOf({ name, active, when, does }: RoutingRule): RuleForm {
  const { assign } = does;
  return {
    name,
    active,
    channels: when.channels,
    senders: when.senders.join('\n'),
    words: when.words.join('\n'),
    hours: when.hours ?? 'any',
    team: does.team ?? '',
    assign: assign.to === 'agent' ? assign.agent : assign.to,
    skills: assign.to === 'in-turn' || assign.to === 'least-busy' ? assign.skills.join(', ') : '',
    priority: does.priority ?? '',
    tags: does.tags.join(', '),
    acknowledge: does.acknowledge ?? '',
    acknowledgeIn: { ...noTexts, ...does.acknowledgeIn },
    setAside: does.setAside,
  };
}

export type ReadRule = { readonly kind: 'whole'; readonly rule: RoutingRule } | { readonly kind: 'wrong'; readonly fields: ReadonlySet<RuleField> };

/** Where a part of the document has its field. */
const fieldOf = (path: readonly PropertyKey[]): RuleField => {
  const [first, second, third] = path.map(String);
  if (first === 'when' && second !== undefined) return second as RuleField;
  if (first === 'does' && second === 'assign') return third === 'skills' ? 'skills' : 'assign';
  if (first === 'does' && second !== undefined) return second as RuleField;
  return 'name';
};

/** The rule of a form. @param others names that other rules have */
export function readRule(form: RuleForm, others: readonly string[]): ReadRule {
  const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const commas = (text: string): string[] => text.split(',').map((one) => one.trim()).filter((one) => one !== '');
  const skills = commas(form.skills);
  const assign = form.assign === 'nobody' ? { to: 'nobody' } : form.assign === 'in-turn' || form.assign === 'least-busy' ? { to: form.assign, skills } : { to: 'agent', agent: form.assign };
  const inLanguages = languageTags.flatMap((tag) => (form.acknowledgeIn[tag].trim() === '' ? [] : [[tag, form.acknowledgeIn[tag]]]));
  const parsed = RoutingRule.safeParse({
    name: form.name,
    active: form.active,
    when: { channels: form.channels, senders: lines(form.senders), words: lines(form.words), ...(form.hours === 'any' ? {} : { hours: form.hours }) },
    does: { ...(form.team === '' ? {} : { team: form.team }), assign, ...(form.priority === '' ? {} : { priority: form.priority }), tags: commas(form.tags), ...(form.acknowledge.trim() === '' ? {} : { acknowledge: form.acknowledge }), ...(inLanguages.length === 0 ? {} : { acknowledgeIn: Object.fromEntries(inLanguages) }), setAside: form.setAside },
  });
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map(({ path }) => fieldOf(path)));
  if (others.some((name) => name.toLowerCase() === form.name.trim().toLowerCase())) wrong.add('name');
  return parsed.success && wrong.size === 0 ? { kind: 'whole', rule: parsed.data } : { kind: 'wrong', fields: wrong };
}
