import type { JudgePassphrase } from '../boundary/passphrase-judge.ts';
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
 * @param passphrase UTF-8; the caller overwrites it.
 * @returns null when it is.
 */
export async function passphraseRefusal(passphrase: Uint8Array, record: RecordContent, judge: JudgePassphrase): Promise<PassphraseRefusal | null> {
  const { policy, agent } = enrolledAs(record);
  if (characters(passphrase) < policy.passphraseMinimum) return { kind: 'too-short', minimum: policy.passphraseMinimum };
  const { verdict, warning, suggestions } = await judge(passphrase, [record.organisation, agent.name, agent.email]);
  return verdict === 'guessable' ? { kind: 'too-weak', warning, suggestions: [...suggestions] } : null;
}
