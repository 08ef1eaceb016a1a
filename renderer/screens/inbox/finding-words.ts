import type { Finding } from '../../../shared/domain/conversation.ts';

export interface FindingWords {
  readonly title: string;
  readonly why: string;
  readonly who: string;
}

const destroyed = 'It was destroyed when the message arrived: nobody can see it, not here and not at the hub.';

/** By the kinds that redaction knows; one it learns later is explained in general words. */
const known: Readonly<Record<string, FindingWords>> = {
  card: { title: 'Card number', why: 'The customer wrote a payment card’s number. Only the last four digits were kept, to recognise the card by.', who: destroyed },
  'card-security-code': { title: 'Card security code', why: 'The customer wrote the security code of a payment card. None of it was kept.', who: destroyed },
  ssn: { title: 'Social security number', why: 'The customer wrote a social security number. Only its last digits were kept.', who: destroyed },
};

export function findingWords(finding: Pick<Finding, 'type'>): FindingWords {
  const exact = known[finding.type];
  if (exact !== undefined) return exact;
  if (/cvc|cvv|security/i.test(finding.type)) return known['card-security-code'] ?? general;
  if (/card|pan/i.test(finding.type)) return known['card'] ?? general;
  if (/ssn|social/i.test(finding.type)) return known['ssn'] ?? general;
  return general;
}

const general: FindingWords = {
  title: 'Hidden personal data',
  why: 'The customer wrote something your company keeps from being read in messages.',
  who: 'It was replaced by this mask before anyone read the message.',
};

/** `[card **** 4242]` as it is shown: `card •••• 4242`. */
export function maskShown(mask: string): string {
  return mask.replace(/^\[(.*)\]$/su, '$1').replaceAll('*', '•');
}

/** In a preview or a search result a mask comes without its finding: shown alike, from its form alone. */
export function previewShown(text: string): string {
  return text.replace(/\[([\p{L}][\p{L} -]{0,30}(?: \*+)?(?: \d{1,4})?)\]/gu, (whole, inside: string) => (inside.includes('*') ? inside.replaceAll('*', '•') : whole));
}
