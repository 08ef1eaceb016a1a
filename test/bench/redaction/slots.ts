import { type LabelType, type Language, isLabelType } from './labelled-text.ts';
import { address } from './numbers/addresses.ts';
import { accountDe, accountUk, accountUs, bankCodeDe, iban, routing, sortCode, wallet } from './numbers/bank.ts';
import { card, cardCode, cardExpiry } from './numbers/cards.ts';
import { email, gps, ip, mac, phone } from './numbers/contact.ts';
import { birthDate } from './numbers/dates.ts';
import { deIdCard, insurances, licences, passports, plates } from './numbers/documents.ts';
import * as national from './numbers/national-ids.ts';
import { apiKey, apiKeys, jwt, oneTimeCode, password, privateKey, secretLink, seedPhrase } from './numbers/secrets.ts';
import type { Dice } from './random.ts';

type Value = (dice: Dice, language: Language, variant: string) => string;

function of(table: Readonly<Record<string, (dice: Dice) => string>>, what: string): Value {
  return (dice, _language, variant) => {
    const make = table[variant];
    if (make === undefined) throw new Error(`There is no ${what} called "${variant}".`);
    return make(dice);
  };
}

const values: Readonly<Record<LabelType, Value>> = {
  card: (dice, language, variant) => card(dice, language, variant === '' ? undefined : variant),
  'card-expiry': cardExpiry,
  'card-code': cardCode,
  iban: (dice, _language, variant) => iban(dice, variant === '' ? undefined : variant),
  'bank-account': of({ us: accountUs, uk: accountUk, de: accountDe }, 'account'),
  'bank-routing': of({ us: routing, uk: sortCode, de: bankCodeDe }, 'bank code'),
  'crypto-wallet': wallet,
  password,
  'one-time-code': oneTimeCode,
  'api-key': (dice, language, variant) => (variant === '' ? apiKey(dice) : of(apiKeys, 'key')(dice, language, variant)),
  'private-key': privateKey,
  jwt,
  'secret-link': secretLink,
  'seed-phrase': seedPhrase,
  'us-ssn': (dice, _language, variant) => (variant === 'plain' ? national.usSsn(dice, '') : national.usSsn(dice)),
  'us-itin': national.usItin,
  'uk-nino': national.ukNino,
  'uk-nhs': national.ukNhs,
  'uk-utr': national.ukUtr,
  'de-tax-id': national.deTaxId,
  'de-social-security': national.deSocialSecurity,
  'de-id-card': deIdCard,
  'es-dni': national.esDni,
  'es-ssn': national.esSsn,
  'fr-nir': national.frNir,
  'fr-tax-id': national.frTaxId,
  'it-codice-fiscale': national.itCodiceFiscale,
  'nl-bsn': national.nlBsn,
  'pl-pesel': national.plPesel,
  'be-national-number': national.beNationalNumber,
  'pt-nif': national.ptNif,
  'se-personnummer': national.sePersonnummer,
  'at-social-security': national.atSocialSecurity,
  'in-aadhaar': national.inAadhaar,
  'in-pan': national.inPan,
  'vat-id': national.vatId,
  passport: of(passports, 'passport'),
  'driving-licence': of(licences, 'driving licence'),
  'health-insurance': of(insurances, 'health insurance'),
  'birth-date': birthDate,
  'vehicle-plate': of(plates, 'plate'),
  email,
  phone,
  address,
  ip,
  mac,
  gps,
};

/** The value of a slot with a label. @throws Error for a name or variant that does not exist: a mistake in a template. */
export function labelledValue(dice: Dice, language: Language, name: string, variant: string): { readonly type: LabelType; readonly value: string } {
  if (!isLabelType(name)) throw new Error(`There is no type called "${name}".`);
  return { type: name, value: values[name](dice, language, variant) };
}
