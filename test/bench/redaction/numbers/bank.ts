import { bech32, bech32m, createBase58check } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Dice } from '../random.ts';
import { ibanDigits, remainder, weighted } from './check-digits.ts';


function spanishAccount(dice: Dice): string {
  const [bank, account] = [`2100${dice.digits(4)}`, dice.digits(10)];
  const weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
  const digit = (digits: string) => ({ 10: '1', 11: '0' })[11 - (weighted(digits, weights) % 11)] ?? String(11 - (weighted(digits, weights) % 11));
  return `${bank}${digit(`00${bank}`)}${digit(account)}${account}`;
}

function frenchAccount(dice: Dice): string {
  const [bank, branch, account] = [`30${dice.digits(3)}`, dice.digits(5), dice.digits(11)];
  return `${bank}${branch}${account}${String(97 - remainder(`${bank}${branch}${account}00`, 97)).padStart(2, '0')}`;
}

function belgianAccount(dice: Dice): string {
  const account = `5${dice.digits(9)}`;
  return `${account}${String(remainder(account, 97) || 97).padStart(2, '0')}`;
}

/** Accounts by country (the IBAN registry of ISO 13616), with the national check digits of Spain, France and Belgium. */
const accounts: Readonly<Record<string, (dice: Dice) => string>> = {
  DE: (dice) => `${dice.pick(['10010010', '37040044', '50010517', '20050550'])}${dice.digits(10)}`,
  AT: (dice) => dice.pick(['12000', '20111', '32000']) + dice.digits(11),
  CH: (dice) => `0${dice.digits(4)}${dice.digits(12)}`,
  ES: spanishAccount,
  FR: frenchAccount,
  BE: belgianAccount,
  GB: (dice) => `${dice.pick(['NWBK', 'BARC', 'MIDL', 'LOYD'])}${dice.digits(14)}`,
  IE: (dice) => `${dice.pick(['AIBK', 'BOFI'])}${dice.digits(14)}`,
  NL: (dice) => `${dice.pick(['ABNA', 'INGB', 'RABO'])}0${dice.digits(9)}`,
  LU: (dice) => `001${dice.digits(13)}`,
  LT: (dice) => dice.digits(16),
};

/** @param country two letters; any of ours when none is given. */
export function iban(dice: Dice, country = dice.pick(Object.keys(accounts))): string {
  const account = accounts[country]?.(dice);
  if (account === undefined) throw new Error(`There are no accounts of ${country}.`);
  const plain = `${country}${ibanDigits(country, account)}${account}`;
  const fours = plain.match(/.{1,4}/g) ?? [];
  return dice.pick([plain, fours.join(' '), fours.join(' '), plain.toLowerCase(), fours.join('\u00a0'), fours.join('-'), fours.join(' ').toLowerCase()]);
}

/** ABA routing numbers: Federal Reserve districts 01 to 12, thrifts 21 to 32; weights 3, 7, 1. */
export function routing(dice: Dice): string {
  const start = dice.pick(['01', '02', '03', '05', '06', '07', '08', '09', '10', '11', '12', '21', '25', '26', '31', '32']) + dice.digits(6);
  return `${start}${(10 - (weighted(start, [3, 7, 1, 3, 7, 1, 3, 7]) % 10)) % 10}`;
}

export const accountUs = (dice: Dice): string => `${dice.between(1, 9)}${dice.digits(dice.between(8, 11))}`;
export const sortCode = (dice: Dice): string => `${dice.pick(['20', '30', '40', '60'])}-${dice.digits(2)}-${dice.digits(2)}`;
export const accountUk = (dice: Dice): string => `${dice.between(1, 9)}${dice.digits(7)}`;
export const bankCodeDe = (dice: Dice): string => dice.pick(['100 100 10', '37040044', '500 105 17', '20050550', '70150000', '25050180']);
export const accountDe = (dice: Dice): string => `${dice.between(1, 9)}${dice.digits(dice.between(6, 9))}`;

const base58check = createBase58check(sha256);

/** EIP-55: a letter is a capital where the Keccak-256 of the lower-case address has a nibble of at least 8. @param plain 40 lower-case hexadecimal digits. */
export function withCapitals(plain: string): string {
  const hash = keccak_256(new TextEncoder().encode(plain));
  return Array.from(plain, (each, index) => (((hash[index >> 1] ?? 0) >> (index % 2 === 0 ? 4 : 0)) & 15) >= 8 ? each.toUpperCase() : each).join('');
}

const ethereum = (dice: Dice): string => `0x${withCapitals(dice.from('0123456789abcdef', 40))}`;

/** Bitcoin (base58check, bech32, bech32m) and Ethereum (EIP-55, or without capitals) addresses. */
export function wallet(dice: Dice): string {
  const hash = dice.bytes(20);
  switch (dice.below(6)) {
    case 0:
      return base58check.encode(Uint8Array.from([0, ...hash]));
    case 1:
      return base58check.encode(Uint8Array.from([5, ...hash]));
    case 2:
      return bech32.encode('bc', [0, ...bech32.toWords(hash)]);
    case 3:
      return bech32m.encode('bc', [1, ...bech32m.toWords(dice.bytes(32))]);
    case 4:
      return ethereum(dice).toLowerCase();
    default:
      return ethereum(dice);
  }
}

