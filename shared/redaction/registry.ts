import { cardCompanions } from './cards/card-companions.ts';
import { cardNumbers } from './cards/card-numbers.ts';
import { misreadCards } from './cards/misread-cards.ts';
import { bankNumbers } from './bank/accounts.ts';
import { ibans } from './bank/iban.ts';
import { wallets } from './bank/wallets.ts';
import { addresses } from './contact/address/address.ts';
import { birthDates } from './contact/birth-date.ts';
import { emails } from './contact/email.ts';
import { networkAddresses } from './contact/network.ts';
import { phones } from './contact/phone.ts';
import { positions } from './contact/position.ts';
import { saidEmails } from './contact/said-email.ts';
import type { Detector } from './engine/detector.ts';
import { documents, plates } from './identifiers/documents.ts';
import { france } from './identifiers/france.ts';
import { germany } from './identifiers/germany.ts';
import { identifierDetector } from './identifiers/identifier.ts';
import { otherCountries } from './identifiers/other-countries.ts';
import { spain } from './identifiers/spain.ts';
import { unitedKingdom } from './identifiers/united-kingdom.ts';
import { unitedStates } from './identifiers/united-states.ts';
import { vat } from './identifiers/vat.ts';
import { apiKeys } from './secrets/api-keys.ts';
import { oneTimeCodes } from './secrets/one-time-codes.ts';
import { passwords } from './secrets/passwords.ts';
import { privateKeys } from './secrets/private-keys.ts';
import { secretLinks } from './secrets/secret-links.ts';
import { seedPhrases } from './secrets/seed-phrases.ts';
import { jsonWebTokens } from './secrets/tokens.ts';

const identifiers = identifierDetector('national, tax and other numbers, and those known by what stands around them', [...unitedStates, ...unitedKingdom, ...germany, ...spain, ...france, ...otherCountries, ...vat, ...documents, ...plates, ...bankNumbers]);

/** Every detector there is. Where two claim the same characters, the surer one is believed. */
export const detectors: readonly Detector[] = [ibans, cardNumbers, misreadCards, identifiers, emails, saidEmails, phones, addresses, birthDates, networkAddresses, positions, privateKeys, jsonWebTokens, apiKeys, secretLinks, wallets, seedPhrases, passwords, oneTimeCodes];

/** Read once cards are known, and look beside them. */
export const followers: readonly Detector[] = [cardCompanions];
