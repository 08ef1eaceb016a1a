import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Links an entry to the one before it, so that none can be changed, dropped or inserted unnoticed. */
export const chainStart = '0'.repeat(64);

/** @param previous the hash of the entry before, or `chainStart`. @returns SHA-256 in hexadecimal. */
export function chainHash(previous: string, entry: unknown): string {
  const body = canonicalize(entry);
  if (body === undefined) throw new TypeError('An entry of the chain must be JSON.');
  return createHash('sha256').update(`sealdesk chain v1\n${previous}\n${body}`).digest('hex');
}

/** The position of the first entry that does not follow from the one before it; null when all do. */
export function firstBreak(entries: readonly { readonly entry: unknown; readonly hash: string }[], start = chainStart): number | null {
  let previous = start;
  for (const [position, { entry, hash }] of entries.entries()) {
    if (chainHash(previous, entry) !== hash) return position;
    previous = hash;
  }
  return null;
}
