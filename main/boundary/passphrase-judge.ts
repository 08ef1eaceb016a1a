import type { PassphraseStrength } from '../../shared/passphrase/strength.ts';

/**
 * How hard a passphrase is to guess. Judged in a thread of its own that ends with the answer: the word lists are large,
 * and the text of the passphrase, which could not be overwritten, goes with the thread's memory.
 *
 * @param passphrase UTF-8; the caller overwrites it. @param ownWords as for `passphraseStrength`.
 */
export type JudgePassphrase = (passphrase: Uint8Array, ownWords: readonly string[]) => Promise<PassphraseStrength>;

export interface JudgeRequests {
  /** The thread overwrites the passphrase. */
  judge: { in: { readonly passphrase: Uint8Array; readonly ownWords: readonly string[] }; out: PassphraseStrength };
  close: { in: null; out: null };
}
