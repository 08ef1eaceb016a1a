import { Glasses } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AgentId } from '../../../../shared/domain/ids.ts';
import { useDraftCheck } from '../../../data/draft-check.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { failureWords } from '../../../words/failures.ts';
import { DraftFindings } from '../draft-findings.tsx';
import './together.css';
import { words } from './words.ts';

export interface LookInProps {
  readonly opened: OpenConversation;
  readonly with: { readonly id: AgentId; readonly name: string };
  readonly onEnd: () => void;
}

/** In the composer's place while a lead looks in: nothing is answered here, but something can be whispered. */
export function LookIn({ opened, with: colleague, onEnd }: LookInProps) {
  const desk = useDesk();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const findings = useDraftCheck(desk.client, opened.id, 'note', text);
  const stopped = findings.some(({ stops }) => stops);
  useEffect(() => area.current?.focus(), []);
  const whisper = async (): Promise<void> => {
    const whole = text.trim();
    if (busy || whole === '' || stopped) return;
    setBusy(true);
    setProblem(null);
    const answer = await desk.client.call('conversation.note', { id: opened.id, text: whole, whisperTo: colleague.id });
    setBusy(false);
    if (!answer.ok) {
      setProblem(failureWords(answer.error));
      return;
    }
    setText('');
    desk.opened.refresh();
  };
  return (
    <section className="look-in" aria-label={words.look.label}>
      <p className="look-in-now">
        <Glasses className="icon-small" aria-hidden="true" />
        {words.look.now(colleague.name)}
      </p>
      <TextArea
        ref={area}
        label={words.look.whisper(colleague.name)}
        hint={words.look.placeholder}
        rows={2}
        dir="auto"
        maxLength={50_000}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void whisper();
          else if (event.key === 'Escape') onEnd();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <DraftFindings
        findings={findings}
        text={text}
        onShow={(start, end) => {
          area.current?.focus();
          area.current?.setSelectionRange(start, end);
        }}
      />
      <div className="look-in-foot">
        <output>{problem}</output>
        <Button onClick={onEnd}>{words.look.end}</Button>
        <Button look="primary" busy={busy} disabled={!busy && (text.trim() === '' || stopped)} onClick={() => void whisper()}>
          {words.look.send}
        </Button>
      </div>
    </section>
  );
}
