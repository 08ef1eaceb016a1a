import { useState } from 'react';
import type { AttachmentId, MessageId } from '../../../../shared/domain/ids.ts';
import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { Button } from '../../../ui/button.tsx';
import { ReasonList } from '../findings/reason-list.tsx';
import '../findings/reveal.css';
import './ask-for-file.css';
import { useAskForFile } from './use-ask-for-file.ts';
import { words } from './words.ts';

interface AskForFileProps {
  readonly messageId: MessageId;
  readonly id: AttachmentId;
  readonly onHad: () => void;
}

/** In place of a file that the hub holds: why one needs it, and who is asked. */
export function AskForFile({ messageId, id, onHad }: AskForFileProps) {
  const { state, ask } = useAskForFile(messageId, id, onHad);
  const [reason, setReason] = useState<RevealReason | null>(null);
  switch (state.kind) {
    case 'waiting':
      return <output className="reveal-words">{words.ask.waiting}</output>;
    case 'denied':
      return <output className="reveal-words">{words.ask.denied}</output>;
    case 'idle':
    case 'asking':
      return (
        <form
          className="ask-for-file"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason !== null) ask(reason);
          }}
        >
          <ReasonList legend={words.ask.why} reason={reason} onChoose={setReason} />
          <p className="reveal-words">{words.ask.recorded}</p>
          {state.kind === 'idle' && state.problem !== null && (
            <p className="reveal-problem" role="alert">
              {state.problem}
            </p>
          )}
          <div>
            <Button type="submit" busy={state.kind === 'asking'} disabled={reason === null}>
              {words.ask.ask}
            </Button>
          </div>
        </form>
      );
  }
}
