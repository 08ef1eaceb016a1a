import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CheckField } from '../../ui/field.tsx';
import { failureWords } from '../../words/failures.ts';
import { words } from './words.ts';

/** Says first what is lost and what stays, and wipes only when that was understood and pressed twice. */
export function Forgotten({ client, onClose }: { readonly client: Client; readonly onClose: () => void }) {
  const [understood, setUnderstood] = useState(false);
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // Not on the button that wipes: a key held down would press it.
    if (sure) question.current?.focus();
  }, [sure]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || !understood) return;
    if (!sure) {
      setSure(true);
      return;
    }
    setBusy(true);
    setProblem(null);
    const answer = await client.call('session.forgotten', { understood });
    setBusy(false);
    // The state that follows brings its own screen.
    if (!answer.ok) setProblem(failureWords(answer.error));
  };

  return (
    <Dialog title={words.forgotten.title} onClose={onClose}>
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        <p>{words.forgotten.nobody}</p>
        <p>{words.forgotten.lost}</p>
        <p>{words.forgotten.stays}</p>
        {sure ? (
          <p className="unlock-sure" ref={question} tabIndex={-1}>
            {words.forgotten.sure}
          </p>
        ) : (
          <CheckField label={words.forgotten.understood} checked={understood} onChange={(event) => setUnderstood(event.target.checked)} />
        )}
        <p className="gate-problem" role="alert">
          {problem}
        </p>
        <div className="unlock-choice">
          <Button onClick={onClose}>{words.forgotten.keep}</Button>
          {/* Another button, not the same one with other words: pressed twice at once it does nothing. */}
          <Button key={sure ? 'wipe' : 'go-on'} type="submit" look="danger" busy={busy} disabled={!understood}>
            {sure ? words.forgotten.wipe : words.forgotten.goOn}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
