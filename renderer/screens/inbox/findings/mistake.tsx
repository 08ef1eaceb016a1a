import { useState } from 'react';
import type { Finding } from '../../../../shared/domain/conversation.ts';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { Button } from '../../../ui/button.tsx';
import { timeOfDay } from '../../../words/times.ts';
import './reveal.css';
import { problemWords } from './problem-words.ts';
import { words } from './words.ts';

interface MistakeProps {
  readonly messageId: MessageId;
  readonly recoverable: NonNullable<Finding['recoverable']>;
}

type MistakeState = { readonly kind: 'idle'; readonly problem: string | null } | { readonly kind: 'telling' } | { readonly kind: 'told'; readonly until: number };

/** Inside the explanation of a mask: for a while, what was destroyed and was no such thing can be brought back by two people. */
export function Mistake({ messageId, recoverable }: MistakeProps) {
  const { client } = useDesk();
  const [state, setState] = useState<MistakeState>({ kind: 'idle', problem: null });
  const report = async (): Promise<void> => {
    setState({ kind: 'telling' });
    const outcome = await askHub(client, 'mistake.report', { message: messageId, finding: recoverable.id });
    if (outcome.kind === 'done') setState({ kind: 'told', until: outcome.value.until });
    else setState({ kind: 'idle', problem: problemWords(outcome, words.mistake.unreachable) });
  };
  if (state.kind === 'told') return <output className="reveal reveal-words">{words.mistake.reported(timeOfDay(state.until))}</output>;
  return (
    <div className="reveal">
      <p className="reveal-words">{words.mistake.offer(timeOfDay(recoverable.until))}</p>
      {state.kind === 'idle' && state.problem !== null && (
        <p className="reveal-problem" role="alert">
          {state.problem}
        </p>
      )}
      <Button busy={state.kind === 'telling'} onClick={() => void report()}>
        {words.mistake.report}
      </Button>
    </div>
  );
}
