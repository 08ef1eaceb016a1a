import { useState } from 'react';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { Button } from '../../../ui/button.tsx';
import { ReasonList } from './reason-list.tsx';
import './reveal.css';
import { ShownValue } from './shown-value.tsx';
import { useReveal } from './use-reveal.ts';
import { words } from './words.ts';

/** Inside the explanation of a mask: why one has to see what it stands for, and for some seconds what that is. */
export function Reveal({ messageId, finding }: { readonly messageId: MessageId; readonly finding: string }) {
  const { state, ask, hide } = useReveal(messageId, finding);
  const [reason, setReason] = useState<RevealReason | null>(null);
  switch (state.kind) {
    case 'shown':
      return <ShownValue value={state.value} until={state.until} copying={state.copying} onHide={hide} />;
    case 'waiting':
      return <output className="reveal reveal-words">{words.waiting}</output>;
    case 'denied':
      return <output className="reveal reveal-words">{words.denied}</output>;
    case 'idle':
    case 'asking':
      return (
        <form
          className="reveal"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason !== null) ask(reason);
          }}
        >
          <ReasonList legend={words.why} reason={reason} onChoose={setReason} />
          <p className="reveal-words">{words.recorded}</p>
          {state.kind === 'idle' && state.problem !== null && (
            <p className="reveal-problem" role="alert">
              {state.problem}
            </p>
          )}
          <Button type="submit" busy={state.kind === 'asking'} disabled={reason === null}>
            {words.show}
          </Button>
        </form>
      );
  }
}
