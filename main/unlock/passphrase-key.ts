import { randomBytes } from 'node:crypto';
import { type Algorithm, hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { type Bytes, bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { passphraseCost } from './passphrase-cost.ts';

/**
 * The passphrase key: Argon2id (RFC 9106), never below 64 MiB and 3 passes, measured to take about
 * half a second on this machine. The parameters are stored beside what the key opens.
 */
const { minimumKiB, minimumPasses, targetMs } = passphraseCost;
/** More than this is a damaged or hostile header, which would stop the machine. */
const maximumKiB = 1024 * 1024;
const maximumPasses = 64;
/** Memory is raised up to here, then passes: a laptop also has to hold the inbox. */
const calibratedKiB = 256 * 1024;

export const PassphraseTerms = z.strictObject({
  memoryKiB: z.number().int().min(minimumKiB).max(maximumKiB),
  passes: z.number().int().min(minimumPasses).max(maximumPasses),
  lanes: z.number().int().min(1).max(4),
  salt: z.base64().length(24),
});
export type PassphraseTerms = z.infer<typeof PassphraseTerms>;

/** The package's enum exists for the type checker only: there is no member to name. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const argon2id = 2 as Algorithm.Argon2id;

/** @param passphrase UTF-8; the caller overwrites it. @returns 32 bytes, which the caller overwrites. */
export async function passphraseKey(passphrase: Uint8Array, terms: PassphraseTerms): Promise<Bytes> {
  const raw = await hashRaw(passphrase, {
    algorithm: argon2id,
    memoryCost: terms.memoryKiB,
    timeCost: terms.passes,
    parallelism: terms.lanes,
    outputLen: 32,
    salt: fromBase64(terms.salt),
  });
  const key = bytes(raw);
  raw.fill(0);
  return key;
}

/** Terms with a fresh salt that take about half a second here. @param monotonic milliseconds. */
export async function calibratedTerms(monotonic: () => number): Promise<PassphraseTerms> {
  const salt = toBase64(randomBytes(16));
  const measured: PassphraseTerms = { memoryKiB: minimumKiB, passes: minimumPasses, lanes: 1, salt };
  const started = monotonic();
  await passphraseKey(new Uint8Array(32), measured);
  return termsFor(monotonic() - started, salt);
}

/** A derivation that took less than this may be made dearer: well under the target, so that a fast moment alone raises nothing. */
const cheapMs = targetMs / 2;
/** What a raise must bring at least; less is noise of the measurement. */
const worthwhile = 1.5;

/**
 * Terms that cost more on this machine than those in use, with a fresh salt; null where these are dear enough. Neither
 * memory nor passes ever go down, and a machine that has become slow is left as it is.
 *
 * @param tookMs what the terms in use took here. @param monotonic milliseconds.
 */
export async function dearerTerms(present: PassphraseTerms, tookMs: number, monotonic: () => number): Promise<PassphraseTerms | null> {
  return tookMs < cheapMs ? dearerThan(present, await calibratedTerms(monotonic)) : null;
}

/** @param affordable as `calibratedTerms` gives them. */
export function dearerThan(present: PassphraseTerms, affordable: PassphraseTerms): PassphraseTerms | null {
  const cost = ({ memoryKiB, passes }: PassphraseTerms) => memoryKiB * passes;
  let { memoryKiB } = present;
  while (memoryKiB * 2 <= affordable.memoryKiB && memoryKiB * 2 * present.passes <= cost(affordable)) memoryKiB *= 2;
  const passes = Math.min(maximumPasses, Math.max(present.passes, Math.floor(cost(affordable) / memoryKiB)));
  const raised: PassphraseTerms = { memoryKiB, passes, lanes: present.lanes, salt: affordable.salt };
  return cost(raised) >= worthwhile * cost(present) ? raised : null;
}

/** @param tookMs what the minimum took here. */
export function termsFor(tookMs: number, salt: string): PassphraseTerms {
  const affordable = targetMs / Math.max(tookMs, 1);
  const doublings = Math.max(0, Math.min(Math.floor(Math.log2(affordable)), Math.log2(calibratedKiB / minimumKiB)));
  const memoryKiB = minimumKiB * 2 ** doublings;
  const passes = Math.min(maximumPasses, Math.max(minimumPasses, Math.floor((minimumPasses * affordable) / 2 ** doublings)));
  return { memoryKiB, passes, lanes: 1, salt };
}

/** Length in characters (code points), without making a string of the passphrase. */
export function characters(passphrase: Uint8Array): number {
  let count = 0;
  for (const byte of passphrase) if ((byte & 0xc0) !== 0x80) count++;
  return count;
}
