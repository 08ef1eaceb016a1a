import type { RecordContent } from '../device/record.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { characters } from './passphrase-key.ts';

/** As the contract's `passphraseRefusals`. */
export type PassphraseRefusal =
  | { readonly kind: 'too-short'; readonly minimum: number }
  | { readonly kind: 'too-weak'; readonly warning: string; readonly suggestions: string[] };

/**
 * Whether a new passphrase is taken on this device, whatever the page has said of it (NIST SP 800-63B-4 section 3.1.1.2).
 *
 * @param passphrase UTF-8; the caller overwrites it. For the length of this call it exists as a string too, which cannot be overwritten.
 * @returns null when it is.
 */
export async function passphraseRefusal(passphrase: Uint8Array, record: RecordContent): Promise<PassphraseRefusal | null> {
  const { policy, agent } = enrolledAs(record);
  if (characters(passphrase) < policy.passphraseMinimum) return { kind: 'too-short', minimum: policy.passphraseMinimum };
  // Its word lists are large: they are loaded where a passphrase is chosen, and gone with this process at the next lock.
  const { passphraseStrength } = await import('../../shared/passphrase/strength.ts');
  const text = Buffer.from(passphrase.buffer, passphrase.byteOffset, passphrase.length).toString('utf8');
  const { verdict, warning, suggestions } = passphraseStrength(text, [record.organisation, agent.name, agent.email]);
  return verdict === 'guessable' ? { kind: 'too-weak', warning, suggestions: [...suggestions] } : null;
}
