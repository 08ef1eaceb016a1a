import { Signature as Signing } from 'lucide-react';
import { memo, useMemo, useRef, useState, type FormEvent } from 'react';
import { readMarks } from '../../../../shared/marks/read-marks.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { actionProblemWords } from '../../console/words.ts';
import { kindsIn } from '../marks/edit-marks.ts';
import { FormattedText } from '../marks/formatted-text.tsx';
import { MarksBar } from '../marks/marks-bar.tsx';
import { MarksPreview } from '../marks/marks-preview.tsx';
import { useMarks } from '../marks/use-marks.ts';
import { words } from './words.ts';
import './writing.css';

/** The contract's longest. */
const longest = 1000;

/** What the hub puts under an e-mail, folded, and the way to change it. Nothing while there is none. */
export const Signature = memo(function Signature() {
  const desk = useDesk();
  const { signature } = useStore(desk.writing.state);
  const [editing, setEditing] = useState(false);
  if (signature === '') return null;
  return (
    <div className="composer-signature">
      <details>
        <summary>{words.signature}</summary>
        {/* It may be long, and then it scrolls: by keyboard too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className="composer-signature-text" tabIndex={0}>
          <FormattedText blocks={readMarks(signature)} />
        </div>
        <Button look="quiet" onClick={() => setEditing(true)}>
          {words.editSignature}
        </Button>
      </details>
      {editing && <SignatureDialog first={signature} onClose={() => setEditing(false)} />}
    </div>
  );
});

/** Where there is no signature yet. */
export const AddSignature = memo(function AddSignature() {
  const desk = useDesk();
  const { signature } = useStore(desk.writing.state);
  const [editing, setEditing] = useState(false);
  if (signature !== '') return null;
  return (
    <>
      <IconButton label={words.addSignature} onClick={() => setEditing(true)}>
        <Signing className="icon" />
      </IconButton>
      {editing && <SignatureDialog first="" onClose={() => setEditing(false)} />}
    </>
  );
});

function SignatureDialog({ first, onClose }: { readonly first: string; readonly onClose: () => void }) {
  const desk = useDesk();
  const [text, setText] = useState(first);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useMarks(area, kindsIn.all);
  const [previewing, setPreviewing] = useState(false);
  const preview = useMemo(() => ({ shown: previewing, onChange: setPreviewing }), [previewing]);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const outcome = await askHub(desk.client, 'signature.set', { text });
    setBusy(false);
    if (outcome.kind !== 'done') {
      setProblem(actionProblemWords(outcome));
      return;
    }
    desk.writing.refresh();
    onClose();
  };
  return (
    <Dialog title={words.signatureTitle} onClose={onClose}>
      <form className="signature-form" onSubmit={(event) => void save(event)}>
        <TextArea
          ref={area}
          label={words.signatureText}
          hint={words.signatureHint}
          rows={5}
          dir="auto"
          maxLength={longest}
          value={text}
          problem={problem}
          onChange={(event) => setText(event.target.value)}
          {...marks.field}
        />
        <MarksBar kinds={kindsIn.all} onApply={marks.apply} preview={preview} />
        {previewing && text.trim() !== '' && <MarksPreview where="signature" text={text} />}
        <div className="signature-actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.signatureSave}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
