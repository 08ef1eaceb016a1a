import { stdnum } from 'stdnum';
import { base58, bech32, bech32m } from '@scure/base';
import { validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { isPossiblePhoneNumber } from 'libphonenumber-js/max';
import type { LabelType, Language } from '../../../bench/redaction/labelled-text.ts';

/**
 * The rule of each type, by other means than those that made the values: the library `stdnum`,
 * libphonenumber, decoders instead of encoders, and whole numbers where the generator goes digit by digit.
 */
export const holds: Readonly<Record<LabelType, (value: string, language: Language) => boolean>> = {
  card: (value, language) => luhn(asDigits(value, language)) && /^\d{12,19}$/.test(asDigits(value, language)),
  'card-expiry': (value) => /^(0[1-9]|1[0-2])( \/ |[/-])(20)?(2[7-9]|3[0-5])$/.test(value),
  'card-code': (value) => /^\d{3}$/.test(value),
  iban: (value) => mod97(bare(value).toUpperCase()) && bare(value).length >= 15 && bare(value).length <= 34,
  'bank-account': (value) => /^\d{7,12}$/.test(value),
  'bank-routing': (value) => /^\d\d-\d\d-\d\d$/.test(value) || bare(value).length === 8 || aba(value),
  'crypto-wallet': wallet,
  password: (value) => value.length >= 8 && !/\s/.test(value),
  'one-time-code': (value) => /^(\d{4}|\d{6}|\d{3}[- ]\d{3})$/.test(value),
  'api-key': (value) => /^(sk_|rk_|AKIA|gh[pos]_|glpat-|xoxb-|AIza|SG\.|shpat_|sk-proj-|sk-ant-|npm_|whsec_)[\w.-]{16,}$/.test(value) && (!/^(gh[pos]|npm)_/.test(value) || checked(value)),
  'private-key': (value) => /^-----BEGIN ([A-Z ]*PRIVATE KEY)-----\n[A-Za-z0-9+/=\n]+\n-----END \1-----$/.test(value),
  jwt: (value) => value.split('.').length === 3 && value.split('.').slice(0, 2).every((part) => typeof JSON.parse(Buffer.from(part, 'base64url').toString()) === 'object'),
  'secret-link': (value) => new URL(value).protocol === 'https:' && /\.example\.(com|org|net)$/.test(`.${new URL(value).hostname}`),
  'seed-phrase': (value) => validateMnemonic(value, wordlist),
  'us-ssn': (value) => stdnum['US']?.['ssn']?.validate(value).isValid ?? false,
  'us-itin': (value) => /^9\d\d[- ](5\d|6[0-5]|7\d|8[0-8]|9[0-2]|9[4-9])[- ]\d{4}$/.test(value),
  'uk-nino': by('GB', 'nino'),
  'uk-nhs': (value) => nhs(bare(value)),
  'uk-utr': by('GB', 'utr'),
  'de-tax-id': by('DE', 'idnr'),
  'de-social-security': by('DE', 'svnr'),
  'de-id-card': icao,
  'es-dni': (value) => ['dni', 'nie'].some((name) => by('ES', name)(value.toUpperCase().replaceAll('.', ''))),
  'es-ssn': by('ES', 'nss'),
  'fr-nir': by('FR', 'nir'),
  'fr-tax-id': by('FR', 'nif'),
  'it-codice-fiscale': (value) => by('IT', 'codicefiscale')(value.toUpperCase()),
  'nl-bsn': by('NL', 'bsn'),
  'pl-pesel': by('PL', 'pesel'),
  'be-national-number': by('BE', 'nn'),
  'pt-nif': by('PT', 'nif'),
  'se-personnummer': by('SE', 'personnummer'),
  'at-social-security': by('AT', 'vnr'),
  'in-aadhaar': by('IN', 'aadhaar'),
  'in-pan': by('IN', 'pan'),
  'vat-id': (value) => by(value.slice(0, 2), { DE: 'vat', IT: 'iva', BE: 'vat', FR: 'tva', AT: 'uid' }[value.slice(0, 2)] ?? '')(value),
  passport: (value) => /^([ACX]?\d{8,9}|[A-Z]{3}\d{6}|\d\d[A-Z]{2}\d{5})$/.test(value) || icao(value),
  'driving-licence': (value) => /^([A-Z]\d{7}|[A-Z9]{5}\d{6}[A-Z]{2}9[A-Z]{2}|[A-Z]0[\dA-Z]{7}\d\d|\d{12})$/.test(value),
  'health-insurance': (value) => /^[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d\d$/.test(value) || insured(value),
  'birth-date': (value) => /(19|20)\d\d/.test(value),
  'vehicle-plate': (value) => /\d/.test(value) && /[A-Z]/.test(value) && value.length <= 11,
  email: (value) => /^[a-z._+0-9-]+@([a-z]+\.)?example\.(com|org|net)$/i.test(value),
  phone: (value) => (['US', 'GB', 'DE', 'ES', 'FR'] as const).some((country) => isPossiblePhoneNumber(value.replace('(0)', '').replace(/^\((\+\d+)\)/, '$1'), country)),
  address: (value) => /\d/.test(value) && /[\s,]/.test(value),
  ip: (value) => /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$|^2001:db8:[0-9a-f:]+$/i.test(value),
  mac: (value) => /^([0-9a-f][26ae][:-])([0-9a-f]{2}[:-]){4}[0-9a-f]{2}$/i.test(value),
  gps: (value) => value.split(/, ?/).every((part, index) => Math.abs(Number(part)) <= [90, 180][index]! && /\.\d{5}$/.test(part)),
};

const bare = (value: string): string => value.replace(/[\s\u00a0-]/g, '');

function by(country: string, name: string) {
  return (value: string): boolean => {
    const rule = stdnum[country]?.[name];
    if (rule === undefined) throw new Error(`stdnum has no ${country} ${name}.`);
    return rule.validate(value).isValid;
  };
}

const spelled: Readonly<Record<Language, string>> = {
  en: 'zero one two three four five six seven eight nine',
  de: 'null eins zwei drei vier fünf sechs sieben acht neun',
  es: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
  fr: 'zéro un deux trois quatre cinq six sept huit neuf',
};

function asDigits(value: string, language: Language): string {
  if (/\p{L}/u.test(value)) return value.split(' ').map((word) => spelled[language].split(' ').indexOf(word)).join('');
  return Array.from(value.normalize('NFKC')).map((each) => (/[\u0660-\u0669]/.test(each) ? String(each.charCodeAt(0) - 0x660) : each)).filter((each) => /\d/.test(each)).join('');
}

/** From the left, by parity of the length. */
const luhn = (digits: string): boolean => Array.from(digits).reduce((total, each, index) => total + ((digits.length - index) % 2 === 0 ? [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(each)]! : Number(each)), 0) % 10 === 0;

const mod97 = (value: string): boolean => BigInt(Array.from((value.slice(4) + value.slice(0, 4))).map((each) => Number.parseInt(each, 36)).join('')) % 97n === 1n;
const aba = (value: string): boolean => /^\d{9}$/.test(value) && Array.from(value).reduce((total, each, index) => total + Number(each) * [3, 7, 1][index % 3]!, 0) % 10 === 0;
const nhs = (digits: string): boolean => digits.length === 10 && Array.from(digits).reduce((total, each, index) => total + Number(each) * (index === 9 ? 1 : 10 - index), 0) % 11 === 0;

/** Nine characters, or ten with the check digit. */
function icao(value: string): boolean {
  if (!/^[CFGHJKLMNPRTVWXY0-9Z]{9}\d?$/.test(value)) return false;
  const total = Array.from(value.slice(0, 9)).map((each) => Number.parseInt(each, 36)).reduce((sum, each, index) => sum + each * [7, 3, 1][index % 3]!, 0);
  return value.length === 9 || total % 10 === Number(value[9]);
}

/** Section 290 SGB V: cross sums of the digits times 1 and 2 in turn. */
function insured(value: string): boolean {
  if (!/^[A-Z]\d{9}$/.test(value)) return false;
  const digits = String(value.charCodeAt(0) - 64).padStart(2, '0') + value.slice(1, 9);
  const total = Array.from(digits).map((each, index) => Number(each) * (1 + (index % 2))).map((each) => (each > 9 ? each - 9 : each)).reduce((sum, each) => sum + each, 0);
  return total % 10 === Number(value[9]);
}

/** The last six characters of GitHub's and npm's tokens are the CRC-32 of the thirty before, in base 62. */
function checked(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return Array.from(body.slice(30)).reduce((total, each) => total * 62 + digits.indexOf(each), 0) === crc32(body.slice(0, 30));
}

function wallet(value: string): boolean {
  if (value.startsWith('0x')) return /^0x[0-9a-fA-F]{40}$/.test(value);
  if (value.startsWith('bc1q')) return bech32.decode(value as `bc1${string}`).words[0] === 0;
  if (value.startsWith('bc1p')) return bech32m.decode(value as `bc1${string}`).words[0] === 1;
  const bytes = base58.decode(value);
  const hash = (data: Uint8Array) => createHash('sha256').update(data).digest();
  return bytes.length === 25 && hash(hash(bytes.subarray(0, 21))).subarray(0, 4).equals(bytes.subarray(21));
}
