import { decidableTypes, redactionField } from '../../../data/console/redaction-form.ts';
import { findingTypes, type FindingType } from '../../../../shared/redaction/finding-type.ts';
import { findingWords } from '../../inbox/findings/finding-words.ts';
import { type CustomerField, FieldsPolicy } from '../../../../shared/domain/customer-field.ts';
import { MistakePolicy } from '../../../../shared/domain/mistake.ts';
import type { OrderAct } from '../../../../shared/domain/order-action.ts';
import { PolicyTerms } from '../../../../shared/domain/policy-terms.ts';
import { ReleasePolicy } from '../../../../shared/domain/release.ts';
import { RevealPolicy } from '../../../../shared/domain/reveal.ts';
import type { CheckResult, PostureCheck, Verdict } from '../../../../shared/domain/posture.ts';
import { Verification } from '../../../../shared/domain/verification.ts';
import { actRuleIn } from '../../../data/console/orders-form.ts';
import { anybody } from '../../../data/console/kinds-form.ts';
import type { PatternPart } from '../../../data/console/patterns-form.ts';
import { ruleIn } from '../../../data/console/panel-form.ts';
import { inSentence } from '../../../words/in-sentence.ts';
import { locale, messages, say } from '../../../languages/spoken.ts';

const t = messages.policy;

const listed = (names: readonly string[]): string => new Intl.ListFormat(locale).format(names);

export const words = {
  ...t,
  version: (n: number) => say(t.version, { n }),
  changed: (n: number) => say(t.changed, { n }),
  wrong: (n: number) => say(t.wrong, { n }),
  was: (before: string) => say(t.was, { before }),
  takeBack: (field: string) => say(t.takeBack, { field: inSentence(field) }),
  send: (n: number) => say(t.send, { n }),
  sent: (version: number) => say(t.sent, { version }),
  newer: (version: number) => say(t.newer, { version }),
  panel: { ...t.panel, fields: t.panel.fields satisfies Record<CustomerField, string> },
  orders: { ...t.orders, acts: t.orders.acts satisfies Record<OrderAct, string> },
  kinds: { ...t.kinds, known: { ...t.kinds.known, words: (text: string) => (text === anybody ? t.kinds.known.anybody : say(t.kinds.known.from, { level: levelWords(Verification.parse(text)) })) } },
  patterns: { ...t.patterns, untitled: (n: number) => say(t.patterns.untitled, { n: String(n) }), treatment: patternTreatmentWords, remove: (name: string) => say(t.patterns.remove, { name }), parts: t.patterns.parts satisfies Record<PatternPart, object> },
  suggestions: { ...t.suggestions, from: (what: string, n: number) => say(t.suggestions.from, { what, n }) },
  lockOut: {
    ...t.lockOut,
    title: (n: number) => say(t.lockOut.title, { n }),
    consequence: (laptops: readonly { readonly name: string; readonly agentName: string }[]) => say(t.lockOut.consequence, { who: listed(laptops.map(({ name, agentName }) => say(t.preview.of, { device: name, agent: agentName }))) }),
  },
  preview: {
    ...t.preview,
    refused: (n: number) => say(t.preview.refused, { n }),
    warned: (n: number) => say(t.preview.warned, { n }),
    allowed: (n: number) => say(t.preview.allowed, { n }),
    other: (n: number) => say(t.preview.other, { n }),
    of: (device: string, agent: string) => say(t.preview.of, { device, agent }),
    messages: (n: number) => say(t.preview.messages, { n }),
    messagesChange: (what: string, before: number, after: number) => say(t.preview.messagesChange, { what, before, after }),
  },
  verdicts: t.verdicts satisfies Record<Verdict, string>,
  outcomes: t.outcomes satisfies Record<Exclude<CheckResult['state'], 'ok'>, string>,
  ruleLabel: (check: string, outcome: string) => say(t.ruleLabel, { check, outcome: outcome.toLowerCase() }),
  checks: t.checks satisfies Record<PostureCheck, string>,
  osNames: { debian: 'Debian', ubuntu: 'Ubuntu', fedora: 'Fedora', macos: 'macOS', windows: 'Windows' } as Readonly<Record<string, string>>,
};

/** What a field is for a role, as the form's text has it. */
export function ruleWords(text: string): string {
  const { masked, shown } = ruleIn(text) ?? {};
  if (masked === undefined) return shown === undefined ? t.panel.absent : shown === 'unverified' ? t.panel.whole : say(t.panel.wholeFrom, { level: levelWords(shown) });
  if (shown === undefined) return masked === 'unverified' ? t.panel.masked : say(t.panel.maskedFrom, { level: levelWords(masked) });
  return masked === 'unverified' ? say(t.panel.both, { level: levelWords(shown) }) : say(t.panel.bothFrom, { first: levelWords(masked), level: levelWords(shown) });
}

/** What becomes of what a company's own pattern finds, as the form's text has it. */
function patternTreatmentWords(text: string): string {
  const [action, first = '0', last = '0'] = text.split(' ');
  if (action === 'mask') return first === '0' ? say(t.patterns.masked, { last }) : say(t.patterns.maskedBoth, { first, last });
  return treatments.choices.find(({ value }) => value === text)?.words ?? text;
}

/** Who may do something to an order, as the form's text has it. */
export function actRuleWords(text: string): string {
  const { agent, lead } = actRuleIn(text) ?? {};
  if (agent === undefined) return lead === undefined ? t.orders.nobody : say(t.orders.leads, { level: levelWords(lead) });
  return agent === lead ? say(t.orders.all, { level: levelWords(agent) }) : say(t.orders.each, { agents: levelWords(agent), leads: lead === undefined ? t.orders.nobody : levelWords(lead) });
}

const levelWords = (level: Verification): string => messages.inbox.verification[level].short;

export type FieldKind =
  | { readonly kind: 'number'; readonly unit: string; readonly least: number; readonly most: number }
  | { readonly kind: 'text'; readonly wrong: string }
  /** Of several lines. */
  | { readonly kind: 'lines'; readonly wrong: string }
  | { readonly kind: 'choice'; readonly choices: readonly { readonly value: string; readonly words: string }[] };

export interface FieldWords {
  readonly field: string;
  readonly label: string;
  readonly hint: string;
  readonly is: FieldKind;
}

/** Limits as the contract has them, so that the words never say others. */
const whole = (field: 'offlineLeaseHours' | 'hubSessionHours' | 'backfillDays' | 'autoLockMinutes' | 'attemptLimit' | 'passphraseMinimum' | 'passphraseOnlyMinutes', unit: string): FieldKind => {
  return within(field === 'passphraseOnlyMinutes' ? PolicyTerms.shape[field].unwrap() : PolicyTerms.shape[field], unit);
};

const within = ({ minValue, maxValue }: { readonly minValue: number | null; readonly maxValue: number | null }, unit: string): FieldKind => ({
  kind: 'number',
  unit,
  least: minValue ?? 0,
  most: maxValue ?? Number.MAX_SAFE_INTEGER,
});

export const numberWrong = (least: number, most: number): string => say(t.numberWrong, { least, most });

export interface FieldGroup {
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly FieldWords[];
}

const treatments: Extract<FieldKind, { kind: 'choice' }> = {
  kind: 'choice',
  choices: [
    { value: 'destroy', words: t.choices.destroyed },
    { value: 'mask', words: t.choices.hiddenItsEndReadable },
    { value: 'seal', words: t.choices.hidden },
    { value: 'warn', words: t.choices.readableListed },
    { value: 'keep', words: t.choices.readable },
  ],
};

const treated = (title: string, types: readonly FindingType[], lead?: string): FieldGroup => ({
  title,
  ...(lead === undefined ? {} : { lead }),
  fields: types.filter((type) => decidableTypes.includes(type)).map((type) => ({ field: redactionField(type), label: findingWords({ type }).title, hint: '', is: treatments })),
});

/** What becomes of each kind of data in messages, kind by kind. */
const redactionGroups: readonly FieldGroup[] = [
  treated(t.groups.contactDataInMessages, ['email', 'phone', 'address', 'birth-date', 'ip', 'mac', 'gps', 'vehicle-plate'], t.leads.contact),
  treated(t.groups.paymentDataInMessages, ['card-expiry', 'iban', 'bank-account', 'bank-routing', 'crypto-wallet', 'vat-id'], t.leads.payment),
  treated(t.groups.secretsInMessages, ['password', 'one-time-code', 'api-key', 'private-key', 'jwt', 'secret-link', 'seed-phrase']),
  treated(t.groups.identityNumbersInMessages, findingTypes.filter((type) => /^[a-z]{2}-/.test(type)).concat(['passport', 'driving-licence', 'health-insurance'])),
];

/** Every field of the policy but the checks and systems, which are tables of their own. */
export const fieldGroups: readonly FieldGroup[] = [
  {
    title: t.groups.offlineUse,
    fields: [
      { field: 'offlineLeaseHours', ...t.fields.offlineLeaseHours, is: whole('offlineLeaseHours', t.units.hours) },
      { field: 'hubSessionHours', ...t.fields.hubSessionHours, is: whole('hubSessionHours', t.units.hours) },
      { field: 'backfillDays', ...t.fields.backfillDays, is: whole('backfillDays', t.units.days) },
      { field: 'cacheMessages', ...t.fields.cacheMessages, is: within(PolicyTerms.shape.cacheMessages.unwrap(), t.units.messages) },
      { field: 'cacheMebibytes', ...t.fields.cacheMebibytes, is: within(PolicyTerms.shape.cacheMebibytes.unwrap(), 'MiB') },
    ],
  },
  {
    title: t.groups.unlocking,
    fields: [
      { field: 'autoLockMinutes', ...t.fields.autoLockMinutes, is: whole('autoLockMinutes', t.units.minutes) },
      { field: 'passphraseOnlyMinutes', ...t.fields.passphraseOnlyMinutes, is: whole('passphraseOnlyMinutes', t.units.minutes) },
      { field: 'attemptLimit', ...t.fields.attemptLimit, is: whole('attemptLimit', t.units.tries) },
      { field: 'passphraseMinimum', ...t.fields.passphraseMinimum, is: whole('passphraseMinimum', t.units.characters) },
      {
        field: 'duressPassphrase', ...t.fields.duressPassphrase,
        is: { kind: 'choice', choices: [{ value: 'false', words: t.choices.off }, { value: 'true', words: t.choices.agentsMaySetOne }] },
      },
      {
        field: 'totp.digits', ...t.fields['totp.digits'],
        is: { kind: 'choice', choices: [{ value: '6', words: t.choices.sixDigits }, { value: '8', words: t.choices.eightDigits }] },
      },
      {
        field: 'totp.algorithm', ...t.fields['totp.algorithm'],
        is: { kind: 'choice', choices: [{ value: 'sha1', words: 'SHA-1' }, { value: 'sha256', words: 'SHA-256' }] },
      },
    ],
  },
  {
    title: t.groups.attachments,
    fields: [
      {
        field: 'attachments', ...t.fields.attachments,
        is: { kind: 'choice', choices: [{ value: 'withhold', words: t.choices.withhold }, { value: 'looked-into', words: t.choices.deliverIfRead }, { value: 'deliver', words: t.choices.deliver }] },
      },
      {
        field: 'pictures', ...t.fields.pictures,
        is: { kind: 'choice', choices: [{ value: 'leave', words: t.choices.notRead }, { value: 'read', words: t.choices.read }] },
      },
      {
        field: 'sentFiles', ...t.fields.sentFiles,
        is: { kind: 'choice', choices: [{ value: 'none', words: t.choices.noFiles }, { value: 'stop', words: t.choices.filesStopped }, { value: 'mark', words: t.choices.filesMarked }] },
      },
      { field: 'refusedFiles', label: t.fields.refusedFiles.label, hint: t.fields.refusedFiles.hint, is: { kind: 'text', wrong: t.fields.refusedFiles.wrong } },
      { field: 'release.perHour', ...t.fields['release.perHour'], is: within(ReleasePolicy.shape.perHour.unwrap(), t.units.files) },
      { field: 'release.minutes', ...t.fields['release.minutes'], is: within(ReleasePolicy.shape.minutes.unwrap(), t.units.minutes) },
      {
        field: 'release.approval', ...t.fields['release.approval'],
        is: { kind: 'choice', choices: [{ value: 'when-needed', words: t.choices.whenNeeded }, { value: 'lead', words: t.choices.byALeadEachTime }] },
      },
      { field: 'release.hoursKept', ...t.fields['release.hoursKept'], is: within(ReleasePolicy.shape.hoursKept.unwrap(), t.units.hours) },
    ],
  },
  ...redactionGroups,
  {
    title: t.groups.whatWasHidden,
    fields: [
      { field: 'reveal.perHour', ...t.fields['reveal.perHour'], is: within(RevealPolicy.shape.perHour.unwrap(), t.units.values) },
      { field: 'reveal.seconds', ...t.fields['reveal.seconds'], is: within(RevealPolicy.shape.seconds.unwrap(), t.units.seconds) },
      {
        field: 'reveal.approval', ...t.fields['reveal.approval'],
        is: { kind: 'choice', choices: [{ value: 'none', words: t.choices.notNeeded }, { value: 'lead', words: t.choices.byALeadEachTime }] },
      },
      { field: 'reveal.copying', ...t.fields['reveal.copying'], is: { kind: 'choice', choices: [{ value: 'false', words: t.choices.notAllowed }, { value: 'true', words: t.choices.allowed }] } },
      { field: 'mistakes.minutes', ...t.fields['mistakes.minutes'], is: within(MistakePolicy.shape.minutes.unwrap(), t.units.minutes) },
      {
        field: 'othersData', ...t.fields.othersData,
        is: { kind: 'choice', choices: [{ value: 'stop', words: t.choices.notSent }, { value: 'mark', words: t.choices.markedOnly }] },
      },
    ],
  },
  {
    title: t.groups.customerPanel,
    fields: [{ field: 'fields.perHour', ...t.fields['fields.perHour'], is: within(FieldsPolicy.shape.perHour.unwrap(), t.units.customers) }],
  },
  {
    title: t.groups.writingFirst,
    fields: [
      {
        field: 'startConversations', ...t.fields.startConversations,
        is: { kind: 'choice', choices: [{ value: 'allow', words: t.choices.allowed }, { value: 'refuse', words: t.choices.notAllowed }] },
      },
      { field: 'startsPerHour', ...t.fields.startsPerHour, is: within(PolicyTerms.shape.startsPerHour.unwrap(), t.units.conversations) },
      { field: 'forwardDomains', ...t.fields.forwardDomains, is: { kind: 'text', wrong: t.domainsWrong } },
    ],
  },
  {
    title: t.groups.answers,
    fields: [
      { field: 'undoSendSeconds', ...t.fields.undoSendSeconds, is: within(PolicyTerms.shape.undoSendSeconds.unwrap(), t.units.seconds) },
      { field: 'presence', ...t.fields.presence, is: { kind: 'choice', choices: [{ value: 'show', words: t.choices.shown }, { value: 'hide', words: t.choices.notShown }] } },
      { field: 'lookIn', ...t.fields.lookIn, is: { kind: 'choice', choices: [{ value: 'announce', words: t.choices.shown }, { value: 'silent', words: t.choices.notShown }] } },
      { field: 'handOverNote', ...t.fields.handOverNote, is: { kind: 'choice', choices: [{ value: 'optional', words: t.choices.notNeeded }, { value: 'required', words: t.choices.needed }] } },
    ],
  },
  {
    title: t.groups.notices,
    fields: [
      {
        field: 'notices', ...t.fields.notices,
        is: { kind: 'choice', choices: [{ value: 'nothing', words: t.choices.noNotices }, { value: 'something', words: t.choices.somethingCame }, { value: 'name', words: t.choices.channelAndName }] },
      },
    ],
  },
  {
    title: t.groups.enrolment,
    fields: [
      { field: 'approvers', ...t.fields.approvers, is: { kind: 'choice', choices: [{ value: '1', words: t.choices.onePerson }, { value: '2', words: t.choices.twoPeople }] } },
      {
        field: 'unlistedMachines', ...t.fields.unlistedMachines,
        is: { kind: 'choice', choices: [{ value: 'refuse', words: t.choices.refuse }, { value: 'allow', words: t.choices.allow }] },
      },
      { field: 'minimumAppVersion', ...t.fields.minimumAppVersion, is: { kind: 'text', wrong: t.versionWrong } },
    ],
  },
];
