import { createHmac } from 'node:crypto';
import { entropyToMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { Dice } from '../random.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base62 = `${letters}0123456789`;
const lowerHex = '0123456789abcdef';

export const password = (dice: Dice): string =>
  dice.pick([
    () => `${dice.pick(['Sommer', 'Winter', 'Fluffy', 'Dragon', 'Lucero', 'Chaton', 'Kaffee'])}${dice.between(1970, 2026)}${dice.from('!?#*$', 1)}`,
    () => `${dice.from(base62, 4)}-${dice.from(base62, 4)}-${dice.digits(3)}`,
    () => `${dice.from('abcdefghkmnpqrstuvwxyz', 5)}${dice.digits(2)}${dice.from('!#*+%&', 1)}${dice.from(letters, 2)}`,
    () => `${dice.pick(['blue', 'rapid', 'sunny', 'quiet'])}-${dice.pick(['tiger', 'river', 'mango', 'violin'])}-${dice.digits(2)}`,
  ])();

export const oneTimeCode = (dice: Dice): string => dice.pick([dice.digits(6), dice.digits(6), dice.digits(4), `${dice.digits(3)} ${dice.digits(3)}`, `${dice.digits(3)}-${dice.digits(3)}`]);

/** Keys by the formats that providers document. */
export const apiKeys: Readonly<Record<string, (dice: Dice) => string>> = {
  stripe: (dice) => `${dice.pick(['sk', 'rk'])}_${dice.pick(['live', 'test'])}_${dice.from(base62, 24)}`,
  aws: (dice) => `AKIA${dice.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  github: (dice) => `${dice.pick(['ghp', 'gho', 'ghs'])}_${checked(dice.from(base62, 30))}`,
  gitlab: (dice) => `glpat-${dice.from(base62, 20)}`,
  slack: (dice) => `xoxb-${dice.between(1, 9)}${dice.digits(11)}-${dice.between(1, 9)}${dice.digits(11)}-${dice.from(base62, 24)}`,
  google: (dice) => `AIza${dice.from(`${base62}_-`, 34)}${dice.from(base62, 1)}`,
  sendgrid: (dice) => `SG.${dice.from(base62, 22)}.${dice.from(base62, 43)}`,
  shopify: (dice) => `shpat_${dice.from(lowerHex, 32)}`,
  openai: (dice) => `sk-proj-${dice.from(base62, 20)}T3BlbkFJ${dice.from(base62, 20)}`,
  anthropic: (dice) => `sk-ant-api03-${dice.from(base62, 93)}AA`,
  npm: (dice) => `npm_${checked(dice.from(base62, 30))}`,
  webhook: (dice) => `whsec_${dice.from(base62, 32)}`,
};

/** GitHub and npm end their tokens with the CRC-32 of what stands before, in six characters of base 62. */
function checked(body: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let value = (crc ^ 0xffffffff) >>> 0;
  let end = '';
  for (let index = 0; index < 6; index += 1) {
    end = `${'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'[value % 62]}${end}`;
    value = Math.floor(value / 62);
  }
  return body + end;
}

export const apiKey = (dice: Dice): string => dice.pick(Object.values(apiKeys))(dice);

/** RFC 7519: header, claims, HMAC-SHA256 of both. */
export function jwt(dice: Dice): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: dice.digits(8), iat: 1_790_000_000 + dice.below(1_000_000) })}`;
  return `${signed}.${createHmac('sha256', dice.bytes(16)).update(signed).digest('base64url')}`;
}

/** The frame of RFC 7468 around bytes of the length of a real key; the bytes are drawn, so that the set is the same each time. */
export function privateKey(dice: Dice): string {
  const name = dice.pick(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'OPENSSH PRIVATE KEY']);
  const body = Buffer.from(dice.bytes(dice.pick([121, 240, 609]))).toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${name}-----`, ...body, `-----END ${name}-----`].join('\n');
}

/** A link that lets in whoever holds it. */
export function secretLink(dice: Dice): string {
  const token = dice.from(base62, dice.pick([24, 32, 43]));
  return `https://${dice.pick(['shop.example.com', 'www.example.org', 'konto.example.net'])}/${dice.pick([`reset-password?token=${token}`, `account/activate?key=${token}`, `magic-login?token=${token}&user=${dice.digits(5)}`, `password/reset/${token}`, `login/verify?code=${token}`])}`;
}

/** BIP-39: words of 128 or 256 bits with their checksum. */
export const seedPhrase = (dice: Dice): string => entropyToMnemonic(dice.bytes(dice.pick([16, 16, 32])), wordlist);
