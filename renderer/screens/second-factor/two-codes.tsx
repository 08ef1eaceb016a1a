import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { IpcAnswer, IpcOutput } from '../../../shared/contract/ipc/index.ts';
import { Button } from '../../ui/button.tsx';
import { CodeCells, type CodeCellsHandle } from '../../ui/code-cells.tsx';
import { failureWords } from '../../words/failures.ts';
import './second-factor.css';
import { words } from './words.ts';

export type ConfirmAnswer = IpcAnswer<IpcOutput<'enrolment.confirm-totp'>>;

export interface TwoCodesProps {
  readonly digits: number;
  readonly confirm: (codes: { readonly first: string; readonly second: string }) => Promise<ConfirmAnswer>;
  readonly onConfirmed?: () => void;
  readonly onBack: () => void;
}

/** Two codes in a row: that the app has the key, and that its clock goes right. */
export function TwoCodes({ digits, confirm, onConfirmed, onBack }: TwoCodesProps) {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const firstCells = useRef<CodeCellsHandle>(null);
  const secondCells = useRef<CodeCellsHandle>(null);
  useEffect(() => firstCells.current?.focusFirst(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || first.length < digits || second.length < digits) return;
    if (first === second) {
      setProblem(words.codes.same);
      setSecond('');
      secondCells.current?.focusFirst();
      return;
    }
    setBusy(true);
    const answer = await confirm({ first, second });
    setBusy(false);
    if (answer.ok && answer.value.kind === 'confirmed') {
      onConfirmed?.();
      return;
    }
    setProblem(!answer.ok ? failureWords(answer.error) : answer.value.kind === 'wrong' ? words.codes.wrong : words.codes.hubUnreachable);
    setFirst('');
    setSecond('');
    firstCells.current?.focusFirst();
  };

  return (
    <form className="gate-form" onSubmit={(event) => void submit(event)}>
      <CodeCells
        ref={firstCells}
        label={words.codes.first}
        digits={digits}
        value={first}
        onChange={(value) => {
          setFirst(value);
          setProblem(null);
          if (value.length === digits) secondCells.current?.focusFirst();
        }}
      />
      <div>
        <CodeCells
          ref={secondCells}
          label={words.codes.second}
          digits={digits}
          value={second}
          onChange={(value) => {
            setSecond(value);
            setProblem(null);
          }}
        />
        <output className="totp-next">{first.length === digits && second === '' && problem === null ? words.codes.waitForNext : ''}</output>
      </div>
      <p className="gate-problem" role="alert">
        {problem}
      </p>
      <Button type="submit" look="primary" size="large" wide busy={busy} disabled={!busy && (first.length < digits || second.length < digits)}>
        {words.codes.submit}
      </Button>
      <Button look="quiet" onClick={onBack}>
        {words.codes.back}
      </Button>
    </form>
  );
}
