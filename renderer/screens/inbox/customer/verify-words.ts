import { type IdentityReason, type ToldKind, wrongTries } from '../../../../shared/contract/console/verifying.ts';
import { count } from '../../../words/counts.ts';

export const verifyWords = {
  title: 'How far they are known',
  open: 'Confirm with an order',
  form: 'Confirm with an order',
  ask: {
    'postal-code': 'Ask for the order number and the postal code it went to. Do not read anything out.',
    'phone-end': 'Ask for the order number and the last four digits of the phone number they gave with it. Do not read anything out.',
    'total': 'Ask for the order number and what the order cost in all. Do not read anything out.',
  } satisfies Record<ToldKind, string>,
  orderNumber: 'Order number they told you',
  kind: 'What else they told you',
  kinds: { 'postal-code': 'Postal code', 'phone-end': 'End of the phone number', 'total': 'Total amount' } satisfies Record<ToldKind, string>,
  value: { 'postal-code': 'Postal code it went to', 'phone-end': 'Last four digits', 'total': 'Total, as on the confirmation' } satisfies Record<ToldKind, string>,
  /** Agents see how those numbers end. */
  phoneHint: 'A number they are known by here does not count.',
  needed: 'Ask for it, and type it here.',
  compare: 'Compare',
  cancel: 'Cancel',
  comparing: 'Comparing with the shop',
  confirmed: 'Confirmed: they know one of their orders.',
  /** Few: so that nobody runs into the end. */
  notConfirmed: (left: number) =>
    left === 0
      ? 'Not confirmed. That was the last try for an hour. Tell them nothing personal.'
      : `Not confirmed. Something they told is not so; which part is not said.${left < wrongTries.ofConversation - 1 ? ` ${count(left, 'try', 'tries')} left in this hour.` : ''}`,
  noShop: 'No shop is connected, so there is nothing to compare with.',
  silent: 'Not confirmed: a shop did not answer. Try again in a moment.',
  unreachable: 'The hub did not answer. Nothing is confirmed.',
  offline: 'Confirming needs a connection.',
  noKey: 'Orders cannot confirm them: nothing is known by which a shop could find them.',
  identify: 'Confirm their identity',
  identifyConsequence: 'Everybody who sees this conversation may then be shown what a confirmed identity allows. The conversation says that you have confirmed it, and why.',
  identifyConfirm: 'Confirm identity',
  reason: 'How they have shown it',
  reasons: { 'called-back': 'Called back on a known number', 'document-seen': 'Identity document seen in person', 'other': 'In another way' } satisfies Record<IdentityReason['kind'], string>,
  ownWords: 'In a few words',
  ownWordsHint: 'No personal data: colleagues read this in the conversation.',
  identified: 'Identity confirmed.',
  doubt: 'No longer sure who this is',
  doubted: 'Taken back.',
  doubtFailed: 'The hub did not answer. Nothing has changed yet.',
};
