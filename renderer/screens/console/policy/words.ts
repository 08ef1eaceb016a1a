import { decidableTypes, redactionField } from '../../../data/console/redaction-form.ts';
import { findingTypes, type FindingType } from '../../../../shared/redaction/finding-type.ts';
import { findingWords } from '../../inbox/findings/finding-words.ts';
import { FieldsPolicy } from '../../../../shared/domain/customer-field.ts';
import { MistakePolicy } from '../../../../shared/domain/mistake.ts';
import { PolicyTerms } from '../../../../shared/domain/policy-terms.ts';
import { RevealPolicy } from '../../../../shared/domain/reveal.ts';
import type { CheckResult, PostureCheck, Verdict } from '../../../../shared/domain/posture.ts';
import { count } from '../../../words/counts.ts';

export const words = {
  title: 'Policy',
  version: (n: number) => `Version ${n}`,
  changed: (n: number) => (n === 0 ? 'Nothing changed' : count(n, 'change', 'changes')),
  wrong: (n: number) => count(n, 'field needs another look', 'fields need another look'),
  was: (before: string) => `Was ${before}.`,
  wasEmpty: 'Was empty.',
  takeBack: (field: string) => `Take back the change of ${field.toLowerCase()}`,
  discard: 'Discard changes',
  send: (n: number) => `Sign and send policy to ${count(n, 'laptop', 'laptops')}`,
  sent: (version: number) => `Version ${version} is signed. Connected laptops have it at once, the others at their next contact.`,
  newer: (version: number) => `Version ${version} was sent meanwhile by somebody else.`,
  newerMore: 'Yours is based on the one before. Load the newer one: every change you made here stays, and you see what it means together.',
  takeNewer: 'Load it and keep my changes',
  preview: {
    title: 'Whom it affects',
    nothing: 'Change something, and this says which laptops it affects before anything is sent.',
    asking: 'Asking the hub what this changes',
    wrong: 'Complete the marked fields to see whom it affects.',
    nobody: 'No laptop is affected by these changes.',
    refused: (n: number) => `${count(n, 'laptop', 'laptops')} would be refused`,
    warned: (n: number) => `${count(n, 'laptop', 'laptops')} would be warned`,
    allowed: (n: number) => `${count(n, 'laptop', 'laptops')} would be fine again`,
    other: (n: number) => `${count(n, 'laptop', 'laptops')} would work on, under other terms`,
    of: (device: string, agent: string) => `${device} of ${agent}`,
    messages: (n: number) => `In the newest ${count(n, 'message', 'messages')} of customers`,
    messagesSame: 'The same would have been hidden.',
    messagesChange: (what: string, before: number, after: number) => `${what}: ${after} hidden instead of ${before}`,
  },
  verdicts: { allow: 'Allow', warn: 'Warn', refuse: 'Refuse' } satisfies Record<Verdict, string>,
  outcomes: { failed: 'When it fails', unknown: 'When it cannot be checked' } satisfies Record<Exclude<CheckResult['state'], 'ok'>, string>,
  check: 'Check',
  checksTitle: 'Checks of the laptop',
  checksLead: 'What each check means for a laptop. What is refused locks it until it is mended; what is warned of is said and goes on.',
  ruleLabel: (check: string, outcome: string) => `${check}, ${outcome.toLowerCase()}`,
  checks: {
    'disk-encryption': 'Disk is encrypted',
    'screen-lock': 'Screen locks by itself',
    'debugger': 'No debugger attached',
    'administrator': 'Not run as administrator',
    'hardware-id': 'Hardware identity readable',
    'os-version': 'System new enough',
    'app-version': 'Sealdesk new enough',
  } satisfies Record<PostureCheck, string>,
  osTitle: 'Oldest system allowed',
  osLead: 'By release number. Left empty, the check of the system’s version cannot be made for it.',
  osNames: { debian: 'Debian', ubuntu: 'Ubuntu', fedora: 'Fedora', macos: 'macOS', windows: 'Windows' } as Readonly<Record<string, string>>,
  osWrong: 'Numbers with dots, as 12 or 14.5.',
};

export type FieldKind =
  | { readonly kind: 'number'; readonly unit: string; readonly least: number; readonly most: number }
  | { readonly kind: 'text'; readonly wrong: string }
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

export const numberWrong = (least: number, most: number): string => `A whole number from ${least} to ${most}.`;

export interface FieldGroup {
  readonly title: string;
  readonly lead?: string;
  readonly fields: readonly FieldWords[];
}

const treatments: FieldKind = {
  kind: 'choice',
  choices: [
    { value: 'destroy', words: 'Destroyed' },
    { value: 'mask', words: 'Hidden, its end readable' },
    { value: 'seal', words: 'Hidden' },
    { value: 'warn', words: 'Readable, listed' },
    { value: 'keep', words: 'Readable' },
  ],
};

const treated = (title: string, types: readonly FindingType[], lead?: string): FieldGroup => ({
  title,
  ...(lead === undefined ? {} : { lead }),
  fields: types.filter((type) => decidableTypes.includes(type)).map((type) => ({ field: redactionField(type), label: findingWords({ type }).title, hint: '', is: treatments })),
});

/** What becomes of each kind of data in messages, kind by kind. */
const redactionGroups: readonly FieldGroup[] = [
  treated('Contact data in messages', ['email', 'phone', 'address', 'birth-date', 'ip', 'mac', 'gps', 'vehicle-plate'], 'Hidden data can be seen by agents for a reason; destroyed data by nobody. It holds for messages that come from then on.'),
  treated('Payment data in messages', ['card-expiry', 'iban', 'bank-account', 'bank-routing', 'crypto-wallet', 'vat-id'], 'Card numbers and their security codes are always destroyed.'),
  treated('Secrets in messages', ['password', 'one-time-code', 'api-key', 'private-key', 'jwt', 'secret-link', 'seed-phrase']),
  treated('Identity numbers in messages', findingTypes.filter((type) => /^[a-z]{2}-/.test(type)).concat(['passport', 'driving-licence', 'health-insurance'])),
];

/** Every field of the policy but the checks and systems, which are tables of their own. */
export const fieldGroups: readonly FieldGroup[] = [
  {
    title: 'Offline use',
    fields: [
      { field: 'offlineLeaseHours', label: 'Works without the hub for', hint: 'With 0, every launch needs the hub, and codes and revocation are enforced by cryptography.', is: whole('offlineLeaseHours', 'hours') },
      { field: 'hubSessionHours', label: 'Fresh code for the hub after', hint: 'Unless it was locked before.', is: whole('hubSessionHours', 'hours') },
      { field: 'backfillDays', label: 'Resolved conversations kept for', hint: 'Open ones are always on the laptop.', is: whole('backfillDays', 'days') },
    ],
  },
  {
    title: 'Unlocking',
    fields: [
      { field: 'autoLockMinutes', label: 'Locks by itself after', hint: 'Without a key or the pointer.', is: whole('autoLockMinutes', 'minutes') },
      { field: 'passphraseOnlyMinutes', label: 'Passphrase alone is enough for', hint: 'After a lock, while the lease or the hub session stands. With 0, every unlock needs a code. A start always does.', is: whole('passphraseOnlyMinutes', 'minutes') },
      { field: 'attemptLimit', label: 'Wrong tries allowed', hint: 'After them the key on the laptop is destroyed.', is: whole('attemptLimit', 'tries') },
      { field: 'passphraseMinimum', label: 'Shortest passphrase', hint: 'For passphrases chosen from now on.', is: whole('passphraseMinimum', 'characters') },
      {
        field: 'duressPassphrase', label: 'Duress passphrase', hint: 'A second passphrase an agent may set: typed under threat, it wipes the laptop. It cannot help against copies made before.',
        is: { kind: 'choice', choices: [{ value: 'false', words: 'Off' }, { value: 'true', words: 'Agents may set one' }] },
      },
      {
        field: 'totp.digits', label: 'Length of a code', hint: 'For authenticators set up from now on.',
        is: { kind: 'choice', choices: [{ value: '6', words: '6 digits' }, { value: '8', words: '8 digits' }] },
      },
      {
        field: 'totp.algorithm', label: 'Made with', hint: 'Not every authenticator app knows SHA-256.',
        is: { kind: 'choice', choices: [{ value: 'sha1', words: 'SHA-1' }, { value: 'sha256', words: 'SHA-256' }] },
      },
    ],
  },
  {
    title: 'Attachments',
    fields: [
      {
        field: 'attachments', label: 'Files that are not text', hint: 'Documents and PDF are read at the hub. One in which something was found is never delivered, only its text with that hidden. Of the rest: withheld, they stay at the hub; text and tables are always delivered redacted.',
        is: { kind: 'choice', choices: [{ value: 'withhold', words: 'Withhold' }, { value: 'looked-into', words: 'Deliver if read whole' }, { value: 'deliver', words: 'Deliver' }] },
      },
      {
        field: 'pictures', label: 'Words in pictures', hint: 'Read at the hub, by OCR, in PNG and JPEG. It takes some seconds for each and misses some: small, tilted or handwritten words above all.',
        is: { kind: 'choice', choices: [{ value: 'leave', words: 'Not read' }, { value: 'read', words: 'Read' }] },
      },
    ],
  },
  ...redactionGroups,
  {
    title: 'What was hidden',
    fields: [
      { field: 'reveal.perHour', label: 'Seen in an hour', hint: 'How many hidden values one agent may see. 0: none.', is: within(RevealPolicy.shape.perHour.unwrap(), 'values') },
      { field: 'reveal.seconds', label: 'Shown for', hint: 'Then it is hidden again.', is: within(RevealPolicy.shape.seconds.unwrap(), 'seconds') },
      {
        field: 'reveal.approval', label: 'Approval', hint: 'A lead answers while the agent waits. Each look is recorded either way.',
        is: { kind: 'choice', choices: [{ value: 'none', words: 'Not needed' }, { value: 'lead', words: 'By a lead, each time' }] },
      },
      { field: 'reveal.copying', label: 'Copying', hint: 'Whether what is shown may be selected and copied.', is: { kind: 'choice', choices: [{ value: 'false', words: 'Not allowed' }, { value: 'true', words: 'Allowed' }] } },
      { field: 'mistakes.minutes', label: 'Mistakes can be put right for', hint: 'What was destroyed and was no such thing comes back if a second person agrees. Security codes never. 0: not at all.', is: within(MistakePolicy.shape.minutes.unwrap(), 'minutes') },
      {
        field: 'othersData', label: 'Another customer’s data', hint: 'An answer with the e-mail address or number of somebody else in it.',
        is: { kind: 'choice', choices: [{ value: 'stop', words: 'Not sent' }, { value: 'mark', words: 'Marked only' }] },
      },
    ],
  },
  {
    title: 'Customer panel',
    lead: 'Which fields each role sees, and from which level of verification on, is set with the sealdesk command.',
    fields: [
      { field: 'fields.perHour', label: 'Customers looked up in an hour', hint: 'By one agent, each customer counted once. 0: none.', is: within(FieldsPolicy.shape.perHour.unwrap(), 'customers') },
    ],
  },
  {
    title: 'Writing first',
    fields: [
      {
        field: 'startConversations', label: 'New conversations', hint: 'Whether agents may write to somebody who has not written first.',
        is: { kind: 'choice', choices: [{ value: 'allow', words: 'Allowed' }, { value: 'refuse', words: 'Not allowed' }] },
      },
      { field: 'startsPerHour', label: 'New conversations in an hour', hint: 'How many one agent may begin.', is: within(PolicyTerms.shape.startsPerHour.unwrap(), 'conversations') },
    ],
  },
  {
    title: 'Answers',
    fields: [{ field: 'undoSendSeconds', label: 'Can be taken back for', hint: 'So long a reply stays on the laptop after it is sent. 0: it leaves at once.', is: within(PolicyTerms.shape.undoSendSeconds.unwrap(), 'seconds') }],
  },
  {
    title: 'Enrolment',
    fields: [
      { field: 'approvers', label: 'Who approves a laptop', hint: 'Two people catch what one overlooks.', is: { kind: 'choice', choices: [{ value: '1', words: 'One person' }, { value: '2', words: 'Two people' }] } },
      {
        field: 'unlistedMachines', label: 'Laptops not in the inventory', hint: 'Where there is an inventory.',
        is: { kind: 'choice', choices: [{ value: 'refuse', words: 'Refuse' }, { value: 'allow', words: 'Allow' }] },
      },
      { field: 'minimumAppVersion', label: 'Oldest Sealdesk allowed', hint: 'What an older one means is among the checks.', is: { kind: 'text', wrong: 'Three numbers with dots, as 0.4.0.' } },
    ],
  },
];
