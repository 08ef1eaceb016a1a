import { Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { type CustomerNote, maxCustomerNote } from '../../../../shared/contract/console/customers.ts';
import type { LookInHand } from '../../../data/customer-look.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { dayAndTime, wholeTime } from '../../../words/times.ts';
import { problemWords } from '../findings/problem-words.ts';
import { words } from './words.ts';

const say = words.notes;

/** What agents keep in mind about a customer. */
export function CustomerNotes({ notes, addNote, removeNote }: Pick<LookInHand, 'addNote' | 'removeNote'> & { readonly notes: readonly CustomerNote[] }) {
  const desk = useDesk();
  const now = useNow();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const keep = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '' || busy) return;
    setBusy(true);
    const outcome = await addNote(text.trim());
    setBusy(false);
    setProblem(outcome.kind === 'done' ? null : problemWords(outcome, say.notKept));
    if (outcome.kind === 'done') setText('');
  };
  const remove = async (note: CustomerNote): Promise<void> => {
    const outcome = await removeNote(note.id);
    setProblem(outcome.kind === 'done' ? null : problemWords(outcome, say.notRemoved));
  };

  return (
    <section className="customer-part" aria-label={say.title}>
      <h3>{say.title}</h3>
      {notes.length === 0 && <p className="customer-hint">{say.none}</p>}
      <ul className="customer-notes">
        {notes.map((note) => (
          <li key={note.id} className="customer-note">
            <p className="customer-note-text">{note.text}</p>
            <p className="customer-note-meta">
              <span>
                {note.agentName === '' ? say.gone : note.agentName} · <time dateTime={new Date(note.at).toISOString()} title={wholeTime(note.at)}>{dayAndTime(note.at, now)}</time>
              </span>
              {note.agentId === desk.agentId && desk.may('customer.note') && (
                <IconButton label={say.remove(note.agentName)} onClick={() => void remove(note)}>
                  <Trash2 className="icon-small" />
                </IconButton>
              )}
            </p>
          </li>
        ))}
      </ul>
      {desk.may('customer.note') && (
        <form className="customer-note-form" onSubmit={(event) => void keep(event)}>
          <TextArea label={say.label} placeholder={say.placeholder} rows={2} maxLength={maxCustomerNote} value={text} problem={problem} onChange={(event) => setText(event.target.value)} />
          {text.trim() !== '' && (
            <Button type="submit" busy={busy}>
              {say.add}
            </Button>
          )}
        </form>
      )}
    </section>
  );
}
