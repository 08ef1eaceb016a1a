import type { Language } from '../language/languages.ts';
import { maskLabels } from '../redaction/engine/masks.ts';
import type { FindingType } from '../redaction/finding-type.ts';

/** What a mask calls what is hidden, in each language. Stored they are in English, and said again where they are read. */
export const maskNames: Readonly<Record<Language, Readonly<Record<FindingType, string>>>> = {
  en: maskLabels,
  de: {
    card: 'Karte', 'card-expiry': 'Ablaufdatum der Karte', 'card-code': 'Prüfziffer der Karte', iban: 'IBAN', 'bank-account': 'Kontonummer', 'bank-routing': 'Bankleitzahl', 'crypto-wallet': 'Wallet',
    password: 'Passwort', 'one-time-code': 'Einmalcode', 'api-key': 'Schlüssel', 'private-key': 'privater Schlüssel', jwt: 'Token', 'secret-link': 'geheimer Link', 'seed-phrase': 'Wiederherstellungswörter',
    'us-ssn': 'SSN', 'us-itin': 'ITIN', 'uk-nino': 'NI-Nummer', 'uk-nhs': 'NHS-Nummer', 'uk-utr': 'UTR', 'de-tax-id': 'Steuer-ID', 'de-social-security': 'Sozialversicherungsnummer',
    'de-id-card': 'Personalausweis', 'es-dni': 'DNI', 'es-ssn': 'spanische Sozialversicherungsnummer', 'fr-nir': 'französische Sozialversicherungsnummer', 'fr-tax-id': 'französische Steuernummer',
    'it-codice-fiscale': 'Codice fiscale', 'nl-bsn': 'BSN', 'pl-pesel': 'PESEL', 'be-national-number': 'belgische Nationalnummer', 'pt-nif': 'portugiesische NIF', 'se-personnummer': 'Personnummer',
    'at-social-security': 'österreichische Sozialversicherungsnummer', 'in-aadhaar': 'Aadhaar', 'in-pan': 'PAN', 'vat-id': 'USt-ID',
    passport: 'Reisepass', 'driving-licence': 'Führerschein', 'health-insurance': 'Krankenversicherung', 'birth-date': 'Geburtsdatum', 'vehicle-plate': 'Kennzeichen',
    email: 'E-Mail', phone: 'Telefon', address: 'Anschrift', ip: 'IP-Adresse', mac: 'MAC-Adresse', gps: 'Standort', custom: 'verborgen',
  },
};
