import type { Finding } from '../../../../shared/domain/conversation.ts';
import { eachMask } from '../../../../shared/redaction/engine/masks.ts';
import type { FindingType } from '../../../../shared/redaction/index.ts';

export interface FindingWords {
  readonly title: string;
  readonly why: string;
  readonly who: string;
}

const destroyed = 'It was destroyed when the message arrived: nobody can see it, not here and not at the hub.';

/** As long as two people can bring back what was destroyed by mistake. */
export const whileRecoverable = 'It was destroyed when the message arrived. For a few minutes more the hub keeps it sealed, in case it was a mistake.';

/** By policy: what the mask stands for may be kept apart, or destroyed. */
const hidden = 'It was hidden when the message arrived, as your company’s policy says.';

const known: Readonly<Record<FindingType, FindingWords>> = {
  card: { title: 'Card number', why: 'A payment card’s number stood here. At most the last four digits were kept, to recognise the card by.', who: destroyed },
  'card-expiry': { title: 'Card expiry date', why: 'The expiry date of a payment card stood here. None of it was kept.', who: destroyed },
  'card-code': { title: 'Card security code', why: 'The security code of a payment card stood here. None of it was kept.', who: destroyed },
  iban: { title: 'IBAN', why: 'An international bank account number stood here.', who: hidden },
  'bank-account': { title: 'Bank account number', why: 'A bank account number stood here.', who: hidden },
  'bank-routing': { title: 'Bank code', why: 'The number of a bank stood here: a routing number, a sort code or the like.', who: hidden },
  'crypto-wallet': { title: 'Wallet address', why: 'The address of a cryptocurrency wallet stood here.', who: hidden },
  password: { title: 'Password', why: 'A password stood here. Whoever wrote it should change it.', who: destroyed },
  'one-time-code': { title: 'One-time code', why: 'A code for signing in stood here. Nobody in support ever needs one.', who: destroyed },
  'api-key': { title: 'Access key', why: 'A key or token that opens a service stood here. Whoever wrote it should replace it.', who: destroyed },
  'private-key': { title: 'Private key', why: 'A private key stood here. Whoever wrote it should replace it.', who: destroyed },
  jwt: { title: 'Access token', why: 'A token that opens a service stood here.', who: destroyed },
  'secret-link': { title: 'Link with a secret', why: 'A web address stood here that opens something for whoever has it.', who: destroyed },
  'seed-phrase': { title: 'Wallet recovery words', why: 'The words that open a cryptocurrency wallet stood here.', who: destroyed },
  'us-ssn': { title: 'Social security number', why: 'A United States social security number stood here.', who: destroyed },
  'us-itin': { title: 'Taxpayer number', why: 'A United States taxpayer number (ITIN) stood here.', who: destroyed },
  'uk-nino': { title: 'National Insurance number', why: 'A British National Insurance number stood here.', who: destroyed },
  'uk-nhs': { title: 'NHS number', why: 'A British NHS number stood here.', who: destroyed },
  'uk-utr': { title: 'Taxpayer reference', why: 'A British taxpayer reference (UTR) stood here.', who: destroyed },
  'de-tax-id': { title: 'German tax number', why: 'A German tax identification number stood here.', who: destroyed },
  'de-social-security': { title: 'German social security number', why: 'A German pension and social security number stood here.', who: destroyed },
  'de-id-card': { title: 'German identity card number', why: 'The number of a German identity card stood here.', who: destroyed },
  'es-dni': { title: 'Spanish identity number', why: 'A Spanish DNI or NIE stood here.', who: destroyed },
  'es-ssn': { title: 'Spanish social security number', why: 'A Spanish social security number stood here.', who: destroyed },
  'fr-nir': { title: 'French social security number', why: 'A French social security number (NIR) stood here.', who: destroyed },
  'fr-tax-id': { title: 'French tax number', why: 'A French tax number stood here.', who: destroyed },
  'it-codice-fiscale': { title: 'Italian tax code', why: 'An Italian codice fiscale stood here.', who: destroyed },
  'nl-bsn': { title: 'Dutch citizen number', why: 'A Dutch citizen service number (BSN) stood here.', who: destroyed },
  'pl-pesel': { title: 'Polish identity number', why: 'A Polish PESEL stood here.', who: destroyed },
  'be-national-number': { title: 'Belgian national number', why: 'A Belgian national number stood here.', who: destroyed },
  'pt-nif': { title: 'Portuguese tax number', why: 'A Portuguese NIF stood here.', who: destroyed },
  'se-personnummer': { title: 'Swedish identity number', why: 'A Swedish personnummer stood here.', who: destroyed },
  'at-social-security': { title: 'Austrian social security number', why: 'An Austrian social security number stood here.', who: destroyed },
  'in-aadhaar': { title: 'Aadhaar number', why: 'An Indian Aadhaar number stood here.', who: destroyed },
  'in-pan': { title: 'Indian tax number', why: 'An Indian PAN stood here.', who: destroyed },
  'vat-id': { title: 'VAT number', why: 'A VAT identification number stood here.', who: hidden },
  passport: { title: 'Passport number', why: 'The number of a passport stood here.', who: hidden },
  'driving-licence': { title: 'Driving licence number', why: 'The number of a driving licence stood here.', who: hidden },
  'health-insurance': { title: 'Health insurance number', why: 'A health insurance number stood here.', who: hidden },
  'birth-date': { title: 'Date of birth', why: 'A date of birth stood here.', who: hidden },
  'vehicle-plate': { title: 'Number plate', why: 'The number plate of a vehicle stood here.', who: hidden },
  email: { title: 'E-mail address', why: 'An e-mail address stood here.', who: hidden },
  phone: { title: 'Phone number', why: 'A phone number stood here.', who: hidden },
  address: { title: 'Postal address', why: 'A postal address stood here.', who: hidden },
  ip: { title: 'IP address', why: 'The network address of a computer stood here.', who: hidden },
  mac: { title: 'Device address', why: 'The hardware address of a network device stood here.', who: hidden },
  gps: { title: 'Position', why: 'The coordinates of a place stood here.', who: hidden },
  custom: { title: 'Company number', why: 'A number or code stood here that your company keeps from being read in messages.', who: hidden },
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
  return eachMask(text, maskShown);
}
