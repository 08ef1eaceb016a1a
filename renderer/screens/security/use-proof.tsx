import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { IpcAnswer } from '../../../shared/contract/ipc/index.ts';
import { PassphraseField } from '../../ui/field.tsx';
import { failureWords } from '../../words/failures.ts';
import { nothingTyped, wholeFactor } from '../second-factor/second-factor.ts';
import { SecondFactorField, type SecondFactorHandle } from '../second-factor/second-factor-field.tsx';
import { TryOutcome, tryRefusalWords, type TryRefusal } from '../second-factor/try-outcome.tsx';
import { words } from './words.ts';

/** `Code` is null where none may be asked for. */
export interface Given<Code extends string | null = string> {
  readonly passphrase: string;
  readonly code: Code;
}

export interface Proof<Code extends string | null = string> {
  readonly passphrase: ReactNode;
  /** Last of the fields: a code lives half a minute. Null where none is asked for. */
  readonly code: ReactNode;
  /** What became of the try; stands above the button. */
  readonly outcome: ReactNode;
  readonly busy: boolean;
  /** What was typed, whole; null after saying what is missing. */
  readonly take: () => Given<Code> | null;
  /**
   * Makes the call and says why it was refused. The code is emptied whatever comes of it.
   *
   * @returns null where the call was not served or the try refused; otherwise main's answer.
   */
  readonly ask: <A extends { readonly kind: string }>(call: Promise<IpcAnswer<A>>) => Promise<Exclude<A, TryRefusal> | null>;
  /** Says another reason above the button. */
  readonly fail: (problem: string) => void;
}

const isTryRefusal = (answer: { readonly kind: string }): answer is TryRefusal => answer.kind === 'wrong' || answer.kind === 'wait' || answer.kind === 'hub-needed';

/** Passphrase and code once more, as every change asks for them. @param withCode false where a one-time code has spoken for it. */
export function useProof(digits: number): Proof;
export function useProof(digits: number, withCode: boolean): Proof<string | null>;
export function useProof(digits: number, withCode = true): Proof<string | null> {
  const [passphrase, setPassphrase] = useState('');
  const [factor, setFactor] = useState(nothingTyped);
  const [missing, setMissing] = useState<'passphrase' | 'code' | null>(null);
  const [problem, setProblem] = useState('');
  const [retryAt, setRetryAt] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const code = useRef<SecondFactorHandle>(null);
  useEffect(() => field.current?.focus(), []);

  return {
    busy,
    fail: setProblem,
    passphrase: (
      <PassphraseField
        ref={field}
        label={words.proof.passphrase}
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setMissing(null);
        }}
        problem={missing === 'passphrase' ? words.proof.missing : null}
      />
    ),
    code: withCode ? (
      <SecondFactorField
        ref={code}
        digits={digits}
        value={factor}
        onChange={(value) => {
          setFactor(value);
          setMissing(null);
        }}
        missing={missing === 'code'}
        nextCodeAt={null}
      />
    ) : null,
    outcome: <TryOutcome problem={busy ? '' : problem} retryAt={busy ? null : retryAt} />,
    take() {
      if (passphrase === '') {
        setMissing('passphrase');
        field.current?.focus();
        return null;
      }
      const whole = wholeFactor(factor, digits);
      if (withCode && whole === null) {
        setMissing('code');
        code.current?.focus();
        return null;
      }
      return { passphrase, code: withCode ? whole : null };
    },
    async ask<A extends { readonly kind: string }>(call: Promise<IpcAnswer<A>>) {
      setBusy(true);
      setProblem('');
      setRetryAt(null);
      const answer = await call;
      setBusy(false);
      if (factor.kind === 'app') setFactor(nothingTyped);
      if (!answer.ok) {
        setProblem(failureWords(answer.error));
        return null;
      }
      const { value } = answer;
      // The compiler cannot take a guard's types out of a type that is still open.
      if (!isTryRefusal(value)) return value as Exclude<A, TryRefusal>;
      const wrong = tryRefusalWords(value, words.proof.wrong, withCode ? factor.kind : null);
      setProblem(value.kind === 'wrong' && withCode && factor.kind === 'app' ? `${wrong} ${words.codeUsed}` : wrong);
      if ('retryAt' in value) setRetryAt(value.retryAt);
      requestAnimationFrame(() => (withCode ? code.current : field.current)?.focus());
      return null;
    },
  };
}
