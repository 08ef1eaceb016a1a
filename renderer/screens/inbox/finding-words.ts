import type { Finding } from '../../../shared/domain/conversation.ts';
import type { FindingType } from '../../../shared/redaction/index.ts';

export interface FindingWords {
  readonly title: string;
  readonly why: string;
  readonly who: string;
}

const destroyed = 'It was destroyed when the message arrived: nobody can see it, not here and not at the hub.';

const known: Readonly<Record<FindingType, FindingWords>> = {
  card: { title: 'Card number', why: 'A payment card’s number stood here. At most the last four digits were kept, to recognise the card by.', who: destroyed },
  'card-expiry': { title: 'Card expiry date', why: 'The expiry date of a payment card stood here. None of it was kept.', who: destroyed },
  'card-code': { title: 'Card security code', why: 'The security code of a payment card stood here. None of it was kept.', who: destroyed },
};

/** For what a newer hub finds and this version has no words for. */
const general: FindingWords = {
  title: 'Hidden personal data',
  why: 'Something stood here that your company keeps from being read in messages.',
  who: 'It was replaced by this mask before anyone read the message.',
};

export function findingWords(finding: Pick<Finding, 'type'>): FindingWords {
  return Object.hasOwn(known, finding.type) ? known[finding.type as FindingType] : general;
}

/** `[card **** 4242]` as it is shown: `card •••• 4242`. */
export function maskShown(mask: string): string {
  return mask.replace(/^\[(.*)\]$/su, '$1').replaceAll('*', '•');
}

/** In a preview or a search result a mask comes without its finding: shown alike, from its form alone. */
export function previewShown(text: string): string {
  return text.replace(/\[(card (?:expiry|security code|\*{4}(?: \d{4})?))\]/gu, (mask) => maskShown(mask));
}
