import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import type { z } from 'zod';
import type { passphraseRefusals } from '../../../shared/contract/ipc/security.ts';
import { PassphraseField } from '../../ui/field.tsx';
import { saidAgain } from '../../words/said.ts';
import { useStrength } from './use-strength.ts';
import { words } from './words.ts';

export type PassphraseRefusal = z.infer<(typeof passphraseRefusals)[number]>;

export interface NewPassphraseHandle {
  readonly focus: () => void;
  /** What was typed, twice and long enough; null after saying what is missing. */
  readonly take: () => string | null;
  /** Says why it was not taken. */
  readonly refuse: (problem: string) => void;
}

export interface NewPassphraseProps {
  readonly labels: { readonly first: string; readonly second: string };
  /** In code points. */
  readonly minimum: number;
  /** Organisation, name, address: what whoever guesses this person's passphrase tries first. The same list at each drawing. */
  readonly ownWords: readonly string[];
  readonly ref: Ref<NewPassphraseHandle>;
}

/** As main counts them: code points, not UTF-16 units (NIST SP 800-63B-4 section 3.1.1.2). */
const lengthOf = (text: string): number => Array.from(text).length;

/** Why main did not take a passphrase, in words. */
export function refusalWords(refusal: PassphraseRefusal): string {
  switch (refusal.kind) {
    case 'too-short':
      return words.tooShort(refusal.minimum);
    case 'too-weak':
      return [words.tooWeak, ...[refusal.warning, ...refusal.suggestions].map(saidAgain)].filter((sentence) => sentence !== '').join(' ');
  }
}

/** A passphrase to be, typed twice and judged in words while it is typed. */
export function NewPassphrase({ labels, minimum, ownWords, ref }: NewPassphraseProps) {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [problem, setProblem] = useState<{ readonly at: 'first' | 'second'; readonly words: string } | null>(null);
  const firstField = useRef<HTMLInputElement>(null);
  const secondField = useRef<HTMLInputElement>(null);
  const missing = minimum - lengthOf(first);
  const strength = useStrength(missing > 0 ? '' : first, ownWords);

  const fail = (at: 'first' | 'second', why: string): null => {
    setProblem({ at, words: why });
    (at === 'first' ? firstField : secondField).current?.focus();
    return null;
  };
  useImperativeHandle(ref, () => ({
    focus: () => firstField.current?.focus(),
    take() {
      if (missing > 0) return fail('first', words.tooShort(minimum));
      return first === second ? first : fail('second', words.different);
    },
    refuse: (why) => void fail('first', why),
  }));

  const hint = (): string => {
    if (first === '') return words.minimum(minimum);
    if (missing > 0) return words.missing(missing);
    if (strength === null) return words.judging;
    return [words.verdicts[strength.verdict], ...[strength.warning, ...strength.suggestions].map(saidAgain)].filter((sentence) => sentence !== '').join(' ');
  };
  return (
    <>
      <PassphraseField
        ref={firstField}
        label={labels.first}
        value={first}
        onChange={(event) => {
          setFirst(event.target.value);
          setProblem(null);
        }}
        hint={<span aria-live="polite">{problem?.at === 'first' ? null : hint()}</span>}
        problem={problem?.at === 'first' ? problem.words : null}
      />
      <PassphraseField
        ref={secondField}
        label={labels.second}
        value={second}
        onChange={(event) => {
          setSecond(event.target.value);
          setProblem(null);
        }}
        problem={problem?.at === 'second' ? problem.words : null}
      />
    </>
  );
}
