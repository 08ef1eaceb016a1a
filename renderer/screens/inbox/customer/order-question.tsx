import { useState, type FormEvent, type ReactNode } from 'react';
import type { OrderDeed, OrderOutcome } from '../../../../shared/contract/console/order-actions.ts';
import type { ConsoleOutcome } from '../../../data/console/ask.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { CheckField } from '../../../ui/field.tsx';
import { problemWords } from '../findings/problem-words.ts';
import { orderWords as say } from './order-words.ts';

export interface OrderQuestionProps {
  readonly title: string;
  /** What will happen, and that it cannot be taken back where it cannot. */
  readonly what: string;
  readonly children?: ReactNode;
  /** Ticked before it can be confirmed, so that no slip of a key does it; null where something had to be written already. */
  readonly sure: string | null;
  readonly confirm: string;
  readonly look: 'primary' | 'danger';
  /** What is to be done; null where something is missing or wrong, which the form then says. */
  readonly deed: () => OrderDeed | null;
  readonly onConfirm: (deed: OrderDeed) => Promise<ConsoleOutcome<OrderOutcome>>;
  readonly onClose: () => void;
}

/** Asked before an order is changed. Another sentence, such as one with another amount, has to be ticked anew. */
export function OrderQuestion({ title, what, children, sure, confirm, look, deed, onConfirm, onClose }: OrderQuestionProps) {
  const [ticked, setTicked] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isSure = sure === null || ticked === sure;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !isSure) return;
    const wanted = deed();
    if (wanted === null) return;
    setBusy(true);
    setProblem(null);
    const outcome = await onConfirm(wanted);
    setBusy(false);
    if (outcome.kind === 'done' && outcome.value.kind === 'not-done') setProblem(say.notDone(outcome.value.why, outcome.value.scope));
    else if (outcome.kind === 'refused' || outcome.kind === 'not-served') setProblem(problemWords(outcome, say.notAnswered));
    else onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="console-form" aria-label={title} onSubmit={(event) => void submit(event)}>
        <p className="console-text">{what}</p>
        {children}
        {sure !== null && <CheckField label={sure} checked={isSure} onChange={(event) => setTicked(event.target.checked ? sure : null)} />}
        <p className="gate-problem" role="alert">
          {problem}
        </p>
        <div className="console-choice">
          <Button onClick={onClose}>{say.back}</Button>
          <Button type="submit" look={look} busy={busy} disabled={!isSure}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
