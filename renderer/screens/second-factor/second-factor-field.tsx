import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { useSeconds } from '../../data/now.ts';
import { Button } from '../../ui/button.tsx';
import { CodeCells, type CodeCellsHandle } from '../../ui/code-cells.tsx';
import { countdown } from '../../words/times.ts';
import { OneTimeCodeField } from './one-time-code-field.tsx';
import './second-factor.css';
import { nothingTyped, type TypedFactor } from './second-factor.ts';
import { words } from './words.ts';

export interface SecondFactorHandle {
  /** The first empty cell, or the field. */
  readonly focus: () => void;
}

export interface SecondFactorFieldProps {
  readonly digits: number;
  readonly value: TypedFactor;
  readonly onChange: (value: TypedFactor) => void;
  /** What is typed is not a whole code. */
  readonly missing: boolean;
  /** When the authenticator shows the next code, while the one it shows is used up. */
  readonly nextCodeAt: number | null;
  readonly ref?: Ref<SecondFactorHandle>;
}

/** The code beside the passphrase: from the authenticator, or, a press away, one of those that work once. */
export function SecondFactorField({ digits, value, onChange, missing, nextCodeAt, ref }: SecondFactorFieldProps) {
  const cells = useRef<CodeCellsHandle>(null);
  const field = useRef<{ readonly focus: () => void }>(null);
  const switched = useRef(false);
  const { kind } = value;
  useImperativeHandle(ref, () => ({ focus: () => (kind === 'app' ? cells.current?.focusNext() : field.current?.focus()) }));
  useEffect(() => {
    // Only for who pressed the switch: it takes the cursor along.
    if (!switched.current) return;
    switched.current = false;
    if (kind === 'app') cells.current?.focusFirst();
    else field.current?.focus();
  }, [kind]);
  const switchTo = (next: TypedFactor): void => {
    switched.current = true;
    onChange(next);
  };
  return (
    <div className="factor">
      {kind === 'app' ? (
        <div>
          <CodeCells ref={cells} label={words.code} digits={digits} value={value.text} onChange={(text) => onChange({ kind, text })} describedBy="factor-hint" />
          <p className="factor-hint" id="factor-hint">
            {nextCodeAt === null ? words.codeHint : <NextCode at={nextCodeAt} />}
          </p>
          <p className="gate-problem" role="alert">
            {missing ? words.missingCode : null}
          </p>
        </div>
      ) : (
        <OneTimeCodeField ref={field} value={value.text} onChange={(text) => onChange({ kind, text })} problem={missing ? words.missingOneTime : null} />
      )}
      <Button look="quiet" onClick={() => switchTo(kind === 'app' ? { kind: 'one-time', text: '' } : nothingTyped)}>
        {kind === 'app' ? words.toOneTime : words.toApp}
      </Button>
    </div>
  );
}

/** Counts down without an interruption: a screen reader says it when the cells are reached, not every second. */
function NextCode({ at }: { readonly at: number }) {
  const now = useSeconds();
  return at > now ? words.nextCode(countdown(at, now)) : words.nextCodeNow;
}
