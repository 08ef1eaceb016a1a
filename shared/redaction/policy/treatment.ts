import { z } from 'zod';
import type { FindingType } from '../finding-type.ts';

/**
 * What becomes of a finding. `destroy`: gone for good. `mask`: hidden but for a few letters or digits at its ends. `seal`:
 * hidden, and kept apart for whoever may reveal it. `warn`: listed, and readable. `keep`: not even listed.
 */
export const Treatment = z.discriminatedUnion('action', [
  z.object({ action: z.literal('destroy') }),
  z.object({
    action: z.literal('mask'),
    /** How many letters and digits stay at the beginning and at the end. At most half of the value is ever shown. */
    first: z.number().int().min(0).max(4).default(0),
    last: z.number().int().min(0).max(4).default(0),
  }),
  z.object({ action: z.literal('seal') }),
  z.object({ action: z.literal('warn') }),
  z.object({ action: z.literal('keep') }),
]);
export type Treatment = z.infer<typeof Treatment>;

/** A treatment for every type. */
export type Treatments = Readonly<Record<FindingType, Treatment>>;

const destroy: Treatment = { action: 'destroy' };
const seal: Treatment = { action: 'seal' };
const lastFour: Treatment = { action: 'mask', first: 0, last: 4 };

/** What holds where a company has decided nothing: what nobody in support needs is destroyed, the rest is hidden. */
export const defaultTreatments: Treatments = {
  card: destroy, 'card-expiry': destroy, 'card-code': destroy,
  iban: { action: 'mask', first: 2, last: 4 }, 'bank-account': lastFour, 'bank-routing': lastFour, 'crypto-wallet': lastFour,
  password: destroy, 'one-time-code': destroy, 'api-key': destroy, 'private-key': destroy, jwt: destroy, 'secret-link': destroy, 'seed-phrase': destroy,
  'us-ssn': destroy, 'us-itin': destroy, 'uk-nino': destroy, 'uk-nhs': destroy, 'uk-utr': destroy, 'de-tax-id': destroy, 'de-social-security': destroy, 'de-id-card': destroy,
  'es-dni': destroy, 'es-ssn': destroy, 'fr-nir': destroy, 'fr-tax-id': destroy, 'it-codice-fiscale': destroy, 'nl-bsn': destroy, 'pl-pesel': destroy,
  'be-national-number': destroy, 'pt-nif': destroy, 'se-personnummer': destroy, 'at-social-security': destroy, 'in-aadhaar': destroy, 'in-pan': destroy,
  'vat-id': { action: 'mask', first: 2, last: 3 },
  passport: seal, 'driving-licence': seal, 'health-insurance': seal, 'birth-date': seal, 'vehicle-plate': seal,
  email: seal, phone: { action: 'mask', first: 0, last: 2 }, address: seal, ip: seal, mac: seal, gps: seal,
  custom: seal,
};
