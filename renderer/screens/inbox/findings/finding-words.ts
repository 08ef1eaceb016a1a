import type { Finding } from '../../../../shared/domain/conversation.ts';
import { masksInWords } from '../../../../shared/customer-words/mask-in-words.ts';
import { maskNames } from '../../../../shared/customer-words/mask-names.ts';
import { eachMask } from '../../../../shared/redaction/engine/masks.ts';
import { language, messages } from '../../../languages/spoken.ts';
import type { FindingType } from '../../../../shared/redaction/index.ts';

export interface FindingWords {
  readonly title: string;
  readonly why: string;
  readonly who: string;
}

const t = messages.findingTypes;

/** As long as two people can bring back what was destroyed by mistake. */
export const whileRecoverable = t.who.recoverable;

/** What is destroyed whatever the policy says, or by its first version; of the rest what the mask stands for may be kept apart. */
const destroyed: ReadonlySet<FindingType> = new Set<FindingType>([
  'card', 'card-expiry', 'card-code', 'password', 'one-time-code', 'api-key', 'private-key', 'jwt',
  'secret-link', 'seed-phrase', 'us-ssn', 'us-itin', 'uk-nino', 'uk-nhs', 'uk-utr', 'de-tax-id',
  'de-social-security', 'de-id-card', 'es-dni', 'es-ssn', 'fr-nir', 'fr-tax-id', 'it-codice-fiscale', 'nl-bsn',
  'pl-pesel', 'be-national-number', 'pt-nif', 'se-personnummer', 'at-social-security', 'in-aadhaar', 'in-pan',
]);

export function findingWords(finding: Pick<Finding, 'type'>): FindingWords {
  if (!Object.hasOwn(t.types, finding.type)) return t.general;
  const type = finding.type as FindingType;
  return { ...(t.types satisfies Record<FindingType, object>)[type], who: destroyed.has(type) ? t.who.destroyed : t.who.hidden };
}

/** `[card **** 4242]` as it is shown, in the reader's language: `card •••• 4242`. That it is a mask, the finding or its form has said before: this changes words alone. */
export function maskShown(mask: string): string {
  return masksInWords(mask, maskNames[language]).replace(/^\[(.*)\]$/su, '$1').replaceAll('*', '•');
}

/** In a preview or a search result a mask comes without its finding: shown alike, from its form alone. */
export function previewShown(text: string): string {
  return eachMask(text, maskShown);
}
