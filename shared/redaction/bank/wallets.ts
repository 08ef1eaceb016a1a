import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { base58, bech32, bech32m } from '@scure/base';
import type { Detector, Match, Reading } from '../engine/detector.ts';

const cryptoTopics = ['crypto'] as const;

/** Version bytes of Base58Check addresses: Bitcoin, Litecoin, Dogecoin, Dash, Zcash (two bytes), Tron. */
const versions = new Set([0x00, 0x05, 0x30, 0x32, 0x1e, 0x16, 0x4c, 0x10, 0x41]);
const segwit = new Set(['bc', 'ltc']);

const base58Form = /^[1-9A-HJ-NP-Za-km-z]{26,110}$/;
const hexForm = /^0x[0-9a-fA-F]{40}$/;
const bech32Form = /^(?:bc|ltc)1[02-9ac-hj-np-z]{11,71}$/i;

/** Addresses of the large currencies, by their checksums: Base58Check, Bech32 (BIP-173, 350), EIP-55, XRP's alphabet; Solana, Monero and Cardano by form and context. */
export const wallets: Detector = {
  name: 'wallet addresses',
  looksAt: ['longTokens'],
  detect(reading) {
    const matches: Match[] = [];
    for (const token of reading.scan.longTokens) {
      if (token.end - token.start < 25 || token.digits === 0) continue;
      const written = reading.text.slice(token.start, token.end);
      const confidence = written.length > 120 ? 0 : sureOf(reading, written, token);
      if (confidence > 0) matches.push({ type: 'crypto-wallet', confidence, parts: [{ start: token.start, end: token.end }] });
    }
    return matches;
  },
};

function sureOf(reading: Reading, written: string, span: { readonly start: number; readonly end: number }): number {
  const first = written.charCodeAt(0);
  if (first === 0x30 && hexForm.test(written)) return mixedCase(written.slice(2)) ? (eip55Valid(written.slice(2)) ? 0.98 : 0) : reading.context.near(span, cryptoTopics) ? 0.9 : 0.8;
  if (((first | 0x20) === 0x62 || (first | 0x20) === 0x6c) && bech32Form.test(written)) return bech32Valid(written) ? 0.98 : 0;
  if (first === 0x61 && /^addr1[02-9ac-hj-np-z]{50,100}$/.test(written)) return 0.97;
  if (first === 0x63 && /^cosmos1[02-9ac-hj-np-z]{38}$/.test(written)) return 0.95;
  if (!base58Form.test(written)) return 0;
  if (/^r[1-9A-HJ-NP-Za-km-z]{24,34}$/.test(written) && ripple(written)) return 0.97;
  if (written.length <= 35 && base58CheckValid(written)) return 0.98;
  if (/^[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93,104}$/.test(written)) return 0.95;
  if (written.length >= 32 && written.length <= 44 && mixedCase(written) && reading.context.near(span, cryptoTopics) && base58Length(written) === 32) return 0.9;
  return 0;
}

function mixedCase(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text);
}

/** EIP-55: a letter is a capital where the hash of the address has 8 or more. */
function eip55Valid(hex: string): boolean {
  const hash = keccak_256(new TextEncoder().encode(hex.toLowerCase()));
  for (let index = 0; index < 40; index++) {
    const character = hex.charAt(index);
    if (/\d/.test(character)) continue;
    const byte = hash[index >> 1] ?? 0;
    const nibble = index % 2 === 0 ? byte >> 4 : byte & 15;
    if ((nibble >= 8) !== (character === character.toUpperCase())) return false;
  }
  return true;
}

function bech32Valid(written: string): boolean {
  if (written !== written.toLowerCase() && written !== written.toUpperCase()) return false;
  for (const code of [bech32, bech32m]) {
    const decoded = code.decodeUnsafe(written, 90);
    if (decoded !== undefined && segwit.has(decoded.prefix)) return true;
  }
  return false;
}

function base58CheckValid(written: string): boolean {
  const bytes = decoded(written);
  if (bytes === null || bytes.length < 25 || bytes.length > 26 || !versions.has(bytes[0] ?? -1)) {
    // Zcash's transparent addresses have two version bytes.
    if (bytes === null || bytes.length !== 26 || bytes[0] !== 0x1c) return false;
  }
  return checked(bytes);
}

function checked(bytes: Uint8Array): boolean {
  const payload = bytes.subarray(0, bytes.length - 4);
  const hash = sha256(sha256(payload));
  return bytes.subarray(-4).every((byte, index) => byte === hash[index]);
}

const bitcoinAlphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const rippleAlphabet = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/** XRP uses the same check with another order of the alphabet. */
function ripple(written: string): boolean {
  const bytes = decoded(Array.from(written, (character) => bitcoinAlphabet[rippleAlphabet.indexOf(character)] ?? '').join(''));
  return bytes !== null && bytes.length === 25 && checked(bytes);
}

function base58Length(written: string): number {
  return decoded(written)?.length ?? 0;
}

function decoded(written: string): Uint8Array | null {
  try {
    return base58.decode(written);
  } catch {
    return null;
  }
}
