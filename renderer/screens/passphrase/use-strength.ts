import { useEffect, useState } from 'react';
import type { PassphraseStrength } from '../../../shared/passphrase/strength.ts';

/** Typing is not judged key by key: that would cost, and a screen reader would never come to the end of a sentence. In milliseconds. */
const judgeAfter = 250;

/** How hard `passphrase` is to guess; null while that is not known. @param passphrase empty: nothing to judge. */
export function useStrength(passphrase: string, ownWords: readonly string[]): PassphraseStrength | null {
  const [judged, setJudged] = useState<{ readonly passphrase: string; readonly strength: PassphraseStrength } | null>(null);
  useEffect(() => {
    if (passphrase === '') return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      // The word lists are large: nobody pays for them who chooses no passphrase.
      void import('../../../shared/passphrase/strength.ts').then(({ passphraseStrength }) => {
        if (wanted) setJudged({ passphrase, strength: passphraseStrength(passphrase, ownWords) });
      });
    }, judgeAfter);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [passphrase, ownWords]);
  return judged !== null && judged.passphrase === passphrase ? judged.strength : null;
}
