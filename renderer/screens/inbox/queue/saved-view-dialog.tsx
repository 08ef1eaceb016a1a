import { useEffect, useRef, useState, type FormEvent } from 'react';
import { SavedView } from '../../../../shared/domain/filter.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import './queue.css';
import { words } from './words.ts';

export interface SavedViewDialogProps {
  readonly title: string;
  readonly name: string;
  /** @returns what went wrong; null when it is kept. */
  readonly onKeep: (name: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Asks what a view is to be called. */
export function SavedViewDialog({ title, name, onKeep, onClose }: SavedViewDialogProps) {
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // After the dialog has opened, which puts the focus on its first button.
  useEffect(() => field.current?.select(), []);
  const keep = async (): Promise<void> => {
    const wanted = SavedView.shape.name.safeParse(typed);
    if (!wanted.success) {
      setProblem(words.saved.noName);
      return;
    }
    setBusy(true);
    const failed = await onKeep(wanted.data);
    setBusy(false);
    if (failed === null) onClose();
    else setProblem(failed);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="queue-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void keep();
        }}
      >
        <TextField ref={field} label={words.saved.name} hint={words.saved.hint} maxLength={60} value={typed} problem={problem} onChange={(event) => setTyped(event.target.value)} />
        <div className="queue-form-buttons">
          <Button onClick={onClose}>{words.saved.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.saved.keep}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
