import { type FindingType, findingTypes } from '../finding-type.ts';
import type { Treatment } from '../policy/treatment.ts';
import { isAlphanumeric } from './code.ts';

/** What a mask calls each kind of thing. A mask is a label in square brackets, with what stays visible behind it: `[card **** 4242]`. */
export const maskLabels: Readonly<Record<FindingType, string>> = {
  card: 'card', 'card-expiry': 'card expiry', 'card-code': 'card security code', iban: 'IBAN', 'bank-account': 'bank account', 'bank-routing': 'bank code', 'crypto-wallet': 'wallet',
  password: 'password', 'one-time-code': 'one-time code', 'api-key': 'key', 'private-key': 'private key', jwt: 'token', 'secret-link': 'secret link', 'seed-phrase': 'seed phrase',
  'us-ssn': 'SSN', 'us-itin': 'ITIN', 'uk-nino': 'NI number', 'uk-nhs': 'NHS number', 'uk-utr': 'UTR', 'de-tax-id': 'German tax ID', 'de-social-security': 'German social security number',
  'de-id-card': 'German identity card', 'es-dni': 'DNI', 'es-ssn': 'Spanish social security number', 'fr-nir': 'French social security number', 'fr-tax-id': 'French tax number',
  'it-codice-fiscale': 'codice fiscale', 'nl-bsn': 'BSN', 'pl-pesel': 'PESEL', 'be-national-number': 'Belgian national number', 'pt-nif': 'Portuguese NIF', 'se-personnummer': 'personnummer',
  'at-social-security': 'Austrian social security number', 'in-aadhaar': 'Aadhaar', 'in-pan': 'PAN', 'vat-id': 'VAT ID',
  passport: 'passport', 'driving-licence': 'driving licence', 'health-insurance': 'health insurance', 'birth-date': 'date of birth', 'vehicle-plate': 'number plate',
  email: 'e-mail', phone: 'phone', address: 'address', ip: 'IP address', mac: 'MAC address', gps: 'position', custom: 'hidden',
};

const typesByLabel = new Map(findingTypes.map((type) => [maskLabels[type], type]));
const labels = [...typesByLabel.keys()].sort((a, b) => b.length - a.length).join('|');
const visible = '[\\p{L}\\p{N}]{1,8}';

/** Every mask there can be, in global use. */
const standing = new RegExp(`\\[(${labels})(?: (?:${visible})?\\*{4}(?: ${visible})?)?\\]`, 'gu');

export interface StandingMask {
  readonly start: number;
  readonly end: number;
  readonly type: FindingType;
  readonly mask: string;
}

/** Masks that stand in a text already, in order. */
export function standingMasks(text: string): StandingMask[] {
  const masks: StandingMask[] = [];
  if (!text.includes('[')) return masks;
  for (const match of text.matchAll(standing)) {
    const type = typesByLabel.get(match[1] ?? '');
    if (type !== undefined) masks.push({ start: match.index, end: match.index + match[0].length, type, mask: match[0] });
  }
  return masks;
}

/** A mask as it is shown to people, without brackets and with dots; for texts whose findings are not at hand. */
export function eachMask(text: string, shown: (mask: string) => string): string {
  return text.replace(standing, shown);
}

/** No mask shows anything of what is longer. In UTF-16 code units. */
const longestShown = 200;

/** @param written what is hidden, as it stands; the digits of a card. @param last whether this is its last piece; earlier ones show nothing. */
export function maskFor(type: FindingType, treatment: Treatment, written: string, last: boolean): string {
  const label = maskLabels[type];
  if (type === 'card') return last ? `[card **** ${written.slice(-4)}]` : '[card ****]';
  if (treatment.action !== 'mask' || !last || written.length > longestShown) return `[${label}]`;
  const characters = lettersAndDigits(written);
  const most = Math.floor(characters.length / 2);
  const tail = Math.min(treatment.last, most);
  const head = Math.min(treatment.first, most - tail);
  if (head + tail === 0) return `[${label}]`;
  return `[${label} ${joined(characters, 0, head)}****${tail === 0 ? '' : ` ${joined(characters, characters.length - tail, characters.length)}`}]`;
}

const letterOrDigit = /[\p{L}\p{N}]/u;

/** Each for itself; those beyond the basic plane are of two code units. */
function lettersAndDigits(written: string): readonly string[] {
  const characters: string[] = [];
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at);
    if (isAlphanumeric(code)) characters.push(written.charAt(at));
    else if (code >= 0x80) {
      const character = String.fromCodePoint(written.codePointAt(at) ?? code);
      if (letterOrDigit.test(character)) characters.push(character);
      at += character.length - 1;
    }
  }
  return characters;
}

function joined(characters: readonly string[], from: number, to: number): string {
  let all = '';
  for (let index = from; index < to; index++) all += characters[index] ?? '';
  return all;
}
