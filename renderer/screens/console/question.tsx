import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { ConsoleOutcome, ConsoleProblem } from '../../data/console/ask.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { actionProblemWords, words } from './words.ts';

export interface QuestionProps {
  /** Names the person and what is done. */
  readonly title: string;
  /** What follows from it. */
  readonly consequence: string;
  /** Null where there is nothing to say yes to. */
  readonly confirm: string | null;
  readonly look?: 'primary' | 'danger';
  readonly needsReason?: boolean;
  /** More to decide, above the reason. */
  readonly children?: ReactNode;
  /** Done, the question is closed by whoever asked it; otherwise it stays and says why. */
  readonly onConfirm: (reason: string) => Promise<ConsoleOutcome<unknown>>;
  readonly onClose: () => void;
}

/** The contract's longest reason. */
const longestReason = 300;

/** Asked once, before what cannot simply be taken back. What was typed stays when the hub refuses. */
export function Question({ title, consequence, confirm, look = 'danger', needsReason = false, children, onConfirm, onClose }: QuestionProps) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  // What is to be filled in, not the cross above it. Once the dialog is open: before, it would give the focus to its first button.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (needsReason && reason.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await onConfirm(reason.trim());
    setBusy(false);
    if (outcome.kind !== 'done') setProblem(outcome);
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form ref={form} className="console-form" onSubmit={(event) => void submit(event)}>
        <p className="console-text">{consequence}</p>
        {children}
        {needsReason && (
          <TextField
            ref={field}
            label={words.reason}
            hint={words.reasonHint}
            value={reason}
            maxLength={longestReason}
            onChange={(event) => {
              setReason(event.target.value);
              setMissing(false);
            }}
            problem={missing ? words.reasonMissing : null}
          />
        )}
        <p className="gate-problem" role="alert">
          {problem === null ? null : actionProblemWords(problem)}
        </p>
        <div className="console-choice">
          <Button onClick={onClose}>{words.keep}</Button>
          {confirm !== null && (
            <Button type="submit" look={look} busy={busy}>
              {confirm}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
