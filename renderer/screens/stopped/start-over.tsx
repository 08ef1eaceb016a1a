import { useState, type FormEvent } from 'react';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckField } from '../../ui/field.tsx';
import { failureWords } from '../../words/failures.ts';
import { startOver, startOverLoss, type Endable } from './words.ts';

/** Says first what is lost, and goes on only when that was understood. */
export function StartOver({ client, state, onClose }: { readonly client: Client; readonly state: Endable; readonly onClose: () => void }) {
  const [understood, setUnderstood] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !understood) return;
    setBusy(true);
    setProblem(null);
    const answer = await client.call('enrolment.start-over', { understood });
    setBusy(false);
    // The state that follows brings its own screen.
    if (!answer.ok) setProblem(failureWords(answer.error));
  };

  return (
    <Dialog title={startOver.title} onClose={onClose}>
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        <p>
          {startOverLoss(state)} {startOver.after}
        </p>
        <CheckField label={startOver.understood} checked={understood} onChange={(event) => setUnderstood(event.target.checked)} />
        <p className="gate-problem" role="alert">
          {problem}
        </p>
        <div className="stopped-choice">
          <Button onClick={onClose}>{startOver.keep}</Button>
          <Button type="submit" look="danger" busy={busy} disabled={!understood}>
            {startOver.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
