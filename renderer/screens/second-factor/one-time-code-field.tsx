import { useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { shownOneTimeCode } from '../../../shared/domain/typed-code.ts';
import { TextField } from '../../ui/field.tsx';
import { caretAfter, keptOfOneTime } from './second-factor.ts';
import { words } from './words.ts';

export interface OneTimeCodeFieldProps {
  /** In the form that is compared. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: string | null;
  readonly ref?: Ref<{ readonly focus: () => void }>;
}

/** Sixteen letters and digits, shown in groups of four however they are typed or pasted. */
export function OneTimeCodeField({ value, onChange, problem, ref }: OneTimeCodeFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  /** Letters and digits before the caret at the last change; the groups move it otherwise. */
  const before = useRef<number | null>(null);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }));
  const shown = shownOneTimeCode(value);
  useLayoutEffect(() => {
    if (before.current === null) return;
    const caret = caretAfter(shown, before.current);
    input.current?.setSelectionRange(caret, caret);
    before.current = null;
  });
  return (
    <TextField
      ref={input}
      code
      label={words.oneTime}
      hint={words.oneTimeHint}
      placeholder="XXXX-XXXX-XXXX-XXXX"
      autoCapitalize="characters"
      value={shown}
      onChange={({ target }) => {
        before.current = keptOfOneTime(target.value.slice(0, target.selectionStart ?? target.value.length)).length;
        onChange(keptOfOneTime(target.value));
      }}
      problem={problem}
    />
  );
}
