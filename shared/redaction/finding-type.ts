import { z } from 'zod';

/** What a finding can be, by the kind of data it is. The names are part of the interface: `docs/redaction.md` describes each. */
export const findingTypes = [
  // Payment
  'card', 'card-expiry', 'card-code', 'iban', 'bank-account', 'bank-routing', 'crypto-wallet',
  // Secrets
  'password', 'one-time-code', 'api-key', 'private-key', 'jwt', 'secret-link', 'seed-phrase',
  // Government ids
  'us-ssn', 'us-itin', 'uk-nino', 'uk-nhs', 'uk-utr', 'de-tax-id', 'de-social-security', 'de-id-card', 'es-dni', 'es-ssn', 'fr-nir', 'fr-tax-id',
  'it-codice-fiscale', 'nl-bsn', 'pl-pesel', 'be-national-number', 'pt-nif', 'se-personnummer', 'at-social-security', 'in-aadhaar', 'in-pan', 'vat-id',
  // By context
  'passport', 'driving-licence', 'health-insurance', 'birth-date', 'vehicle-plate',
  // Contact and place
  'email', 'phone', 'address', 'ip', 'mac', 'gps',
  // A company's own format, which the policy describes
  'custom',
] as const;

export const FindingType = z.enum(findingTypes);
export type FindingType = z.infer<typeof FindingType>;
