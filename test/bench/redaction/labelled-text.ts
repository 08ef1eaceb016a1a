/** Every type that the labels of the set name; what each covers is in the README beside this file. */
export const labelTypes = [
  'card', 'card-expiry', 'card-code', 'iban', 'bank-account', 'bank-routing', 'crypto-wallet',
  'password', 'one-time-code', 'api-key', 'private-key', 'jwt', 'secret-link', 'seed-phrase',
  'us-ssn', 'us-itin', 'uk-nino', 'uk-nhs', 'uk-utr', 'de-tax-id', 'de-social-security', 'de-id-card', 'es-dni', 'es-ssn', 'fr-nir', 'fr-tax-id',
  'it-codice-fiscale', 'nl-bsn', 'pl-pesel', 'be-national-number', 'pt-nif', 'se-personnummer', 'at-social-security', 'in-aadhaar', 'in-pan', 'vat-id',
  'passport', 'driving-licence', 'health-insurance', 'birth-date', 'vehicle-plate',
  'email', 'phone', 'address', 'ip', 'mac', 'gps',
] as const;

export type LabelType = (typeof labelTypes)[number];

export const languages = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

/** `start` inclusive, `end` exclusive, in UTF-16 code units of the text. */
export interface Label {
  readonly type: LabelType;
  readonly start: number;
  readonly end: number;
}

export interface LabelledText {
  readonly id: string;
  readonly language: Language;
  readonly text: string;
  /** In order, not overlapping; empty for a text in which nothing is to be found. */
  readonly findings: readonly Label[];
}

export const isLabelType = (name: string): name is LabelType => labelTypes.some((type) => type === name);
