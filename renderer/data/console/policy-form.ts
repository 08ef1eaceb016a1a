import type { PolicyDraft } from '../../../shared/contract/console/policy.ts';
import { PolicyTerms } from '../../../shared/domain/policy-terms.ts';
import { postureChecks, type PostureCheck } from '../../../shared/domain/posture.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { orderFields, orderFieldsOf } from './orders-form.ts';
import { kindFields, knownOf, neverOf } from './kinds-form.ts';
import { panelFields, panelFieldsOf } from './panel-form.ts';
import { patternFields, readPatterns } from './patterns-form.ts';
import { redactionFields, redactionOf } from './redaction-form.ts';

/**
 * The policy as its form holds it: every field as the text that was typed, under the path it has in
 * the document (`totp.digits`, `posture.debugger.failed`, `minimumOs.debian`). A text may be wrong;
 * it is never lost.
 */
export type PolicyForm = Readonly<Record<string, string>>;

export const ruleField = (check: PostureCheck, outcome: 'failed' | 'unknown'): string => `posture.${check}.${outcome}`;
export const osField = (osId: string): string => `${osPrefix}${osId}`;
const osPrefix = 'minimumOs.';

export function formOf(policy: Policy): PolicyForm {
  const { offlineLeaseHours, hubSessionHours, backfillDays, cacheMessages, cacheMebibytes, autoLockMinutes, passphraseOnlyMinutes, duressPassphrase, attemptLimit, totp, passphraseMinimum, minimumAppVersion, minimumOs, attachments, pictures, release, reveal, fields, orders, mistakes, othersData, sentFiles, refusedFiles, startConversations, startsPerHour, forwardDomains, undoSendSeconds, notices, presence, lookIn, handOverNote, approvers, unlistedMachines, posture } = policy;
  return {
    offlineLeaseHours: String(offlineLeaseHours),
    hubSessionHours: String(hubSessionHours),
    backfillDays: String(backfillDays),
    cacheMessages: String(cacheMessages),
    cacheMebibytes: String(cacheMebibytes),
    autoLockMinutes: String(autoLockMinutes),
    passphraseOnlyMinutes: String(passphraseOnlyMinutes),
    duressPassphrase: String(duressPassphrase),
    attemptLimit: String(attemptLimit),
    'totp.algorithm': totp.algorithm,
    'totp.digits': String(totp.digits),
    passphraseMinimum: String(passphraseMinimum),
    minimumAppVersion,
    attachments,
    pictures,
    'release.minutes': String(release.minutes),
    'release.perHour': String(release.perHour),
    'release.approval': release.approval,
    'release.hoursKept': String(release.hoursKept),
    'reveal.perHour': String(reveal.perHour),
    'reveal.seconds': String(reveal.seconds),
    'reveal.approval': reveal.approval,
    'reveal.copying': String(reveal.copying),
    'fields.perHour': String(fields.perHour),
    ...panelFields(fields),
    ...orderFields(orders),
    'mistakes.minutes': String(mistakes.minutes),
    othersData,
    sentFiles,
    refusedFiles,
    startConversations,
    startsPerHour: String(startsPerHour),
    forwardDomains: forwardDomains.join(', '),
    undoSendSeconds: String(undoSendSeconds),
    notices,
    presence,
    lookIn,
    handOverNote,
    ...redactionFields(policy.redaction),
    ...patternFields(policy.redaction.patterns),
    ...kindFields(release, reveal),
    approvers: String(approvers),
    unlistedMachines,
    ...Object.fromEntries(Object.entries(minimumOs).map(([osId, version]) => [osField(osId), version])),
    ...Object.fromEntries(
      postureChecks.flatMap((check) => [
        [ruleField(check, 'failed'), posture[check].failed],
        [ruleField(check, 'unknown'), posture[check].unknown],
      ]),
    ),
  };
}

const textIn = (form: PolicyForm, field: string): string => (form[field] ?? '').trim();

/** Fields whose text is not what `base` has. An absent one and an empty one are the same. */
export function changedFields(base: PolicyForm, form: PolicyForm): readonly string[] {
  return [...new Set([...Object.keys(base), ...Object.keys(form)])].filter((field) => textIn(base, field) !== textIn(form, field));
}

/** What was changed from `base` in `form`, laid over `next`: nothing typed is lost, everything else is the newer policy's. */
export function rebased(base: PolicyForm, form: PolicyForm, next: PolicyForm): PolicyForm {
  return { ...next, ...Object.fromEntries(changedFields(base, form).map((field) => [field, form[field] ?? ''])) };
}

export type ReadForm =
  | { readonly kind: 'whole'; readonly draft: PolicyDraft }
  /** The fields that cannot be taken as they stand. */
  | { readonly kind: 'wrong'; readonly fields: readonly string[] };

/** The terms that have fields; the hub looks at the whole again. */
const TermsDraft = PolicyTerms.omit({ version: true }).extend({ version: PolicyTerms.shape.version.optional() }).strict();

/** Digits only: '1e3', '0x10' and '' are numbers to JavaScript, and typing errors here. */
const numberIn = (form: PolicyForm, field: string): number => (/^\d{1,9}$/.test(textIn(form, field)) ? Number(textIn(form, field)) : Number.NaN);

/** A list is one field, whatever is wrong in it. */
function fieldOf(path: readonly PropertyKey[]): string {
  const end = path.findIndex((part) => typeof part === 'number');
  return (end === -1 ? path : path.slice(0, end)).join('.');
}

/** The document for the hub, based on a policy, or where the form is wrong. What the form has no fields for stays as it is. */
export function readForm(form: PolicyForm, { version, redaction, release, reveal, fields, orders }: Pick<Policy, 'version' | 'redaction' | 'release' | 'reveal' | 'fields' | 'orders'>): ReadForm {
  const rule = (check: PostureCheck) => ({ failed: textIn(form, ruleField(check, 'failed')), unknown: textIn(form, ruleField(check, 'unknown')) });
  const parsed = TermsDraft.safeParse({
    version,
    offlineLeaseHours: numberIn(form, 'offlineLeaseHours'),
    hubSessionHours: numberIn(form, 'hubSessionHours'),
    backfillDays: numberIn(form, 'backfillDays'),
    cacheMessages: numberIn(form, 'cacheMessages'),
    cacheMebibytes: numberIn(form, 'cacheMebibytes'),
    autoLockMinutes: numberIn(form, 'autoLockMinutes'),
    passphraseOnlyMinutes: numberIn(form, 'passphraseOnlyMinutes'),
    duressPassphrase: textIn(form, 'duressPassphrase') === 'true',
    attemptLimit: numberIn(form, 'attemptLimit'),
    totp: { algorithm: textIn(form, 'totp.algorithm'), digits: numberIn(form, 'totp.digits') },
    passphraseMinimum: numberIn(form, 'passphraseMinimum'),
    minimumAppVersion: textIn(form, 'minimumAppVersion'),
    minimumOs: Object.fromEntries(
      Object.keys(form)
        .filter((field) => field.startsWith(osPrefix) && textIn(form, field) !== '')
        .map((field) => [field.slice(osPrefix.length), textIn(form, field)]),
    ),
    attachments: textIn(form, 'attachments'),
    pictures: textIn(form, 'pictures'),
    release: { minutes: numberIn(form, 'release.minutes'), perHour: numberIn(form, 'release.perHour'), approval: textIn(form, 'release.approval'), hoursKept: numberIn(form, 'release.hoursKept'), never: neverOf(form, release.never) },
    reveal: { perHour: numberIn(form, 'reveal.perHour'), seconds: numberIn(form, 'reveal.seconds'), approval: textIn(form, 'reveal.approval'), copying: textIn(form, 'reveal.copying') === 'true', verification: knownOf(form, reveal.verification) },
    fields: { ...panelFieldsOf(form, fields), perHour: numberIn(form, 'fields.perHour') },
    orders: { ...orderFieldsOf(form, orders), perHour: numberIn(form, 'orders.perHour') },
    mistakes: { minutes: numberIn(form, 'mistakes.minutes') },
    othersData: textIn(form, 'othersData'),
    sentFiles: textIn(form, 'sentFiles'),
    refusedFiles: textIn(form, 'refusedFiles').trim().toLowerCase(),
    startConversations: textIn(form, 'startConversations'),
    startsPerHour: numberIn(form, 'startsPerHour'),
    forwardDomains: textIn(form, 'forwardDomains').toLowerCase().split(/[\s,;]+/u).filter((domain) => domain !== ''),
    undoSendSeconds: numberIn(form, 'undoSendSeconds'),
    notices: textIn(form, 'notices'),
    presence: textIn(form, 'presence'),
    lookIn: textIn(form, 'lookIn'),
    handOverNote: textIn(form, 'handOverNote'),
    approvers: numberIn(form, 'approvers'),
    unlistedMachines: textIn(form, 'unlistedMachines'),
    posture: Object.fromEntries(postureChecks.map((check) => [check, rule(check)])),
  });
  const patterns = readPatterns(form);
  if (parsed.success && patterns.kind === 'whole') return { kind: 'whole', draft: { ...parsed.data, redaction: redactionOf(form, redaction, patterns.patterns) } };
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path }) => fieldOf(path));
  return { kind: 'wrong', fields: [...new Set([...wrong, ...(patterns.kind === 'wrong' ? patterns.fields : [])])] };
}
