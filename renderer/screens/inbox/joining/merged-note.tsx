import { Merge } from 'lucide-react';
import { useState } from 'react';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { Button } from '../../../ui/button.tsx';
import { Question } from '../../console/question.tsx';
import './joining.css';
import { words } from './words.ts';

/** In the place of the composer, in a conversation that has gone into another: where it went, and the way back. */
export function MergedNote({ id, into }: { readonly id: ConversationId; readonly into: ConversationId }) {
  const desk = useDesk();
  const [asking, setAsking] = useState(false);
  const apart = async () => {
    const outcome = await askHub(desk.client, 'conversation.split', { conversation: into, what: { kind: 'merged', back: id } });
    if (outcome.kind === 'done') setAsking(false);
    return outcome;
  };
  return (
    <section className="joining-note" aria-label={words.gone}>
      <Merge className="icon" aria-hidden="true" />
      <p className="joining-note-words">
        {words.gone}
        <span className="joining-note-more">{words.goneMore}</span>
      </p>
      {desk.may('conversation.status') && <Button onClick={() => setAsking(true)}>{words.apart}</Button>}
      <Button look="primary" onClick={() => desk.opened.open(into)}>
        {words.open}
      </Button>
      {asking && <Question title={words.apartTitle} consequence={words.apartConsequence} confirm={words.apart} look="primary" onConfirm={apart} onClose={() => setAsking(false)} />}
    </section>
  );
}
