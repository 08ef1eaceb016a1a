import { useState } from 'react';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { useSeconds } from '../../../data/now.ts';
import { Button } from '../../../ui/button.tsx';
import { countdown } from '../../../words/times.ts';
import { useDrawnText } from './drawn-text.ts';
import './reveal.css';
import { useReveal } from './use-reveal.ts';
import { words } from './words.ts';

const reasons = Object.keys(words.reasons) as RevealReason[];

/** Inside the explanation of a mask: why one has to see what it stands for, and for some seconds what that is. */
export function Reveal({ messageId, finding }: { readonly messageId: MessageId; readonly finding: string }) {
  const { state, ask, hide } = useReveal(messageId, finding);
  const [reason, setReason] = useState<RevealReason | null>(null);
  switch (state.kind) {
    case 'shown':
      return <Shown value={state.value} until={state.until} copying={state.copying} onHide={hide} />;
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
          <fieldset className="reveal-reasons">
            <legend className="reveal-legend">{words.why}</legend>
            {reasons.map((each) => (
              <label key={each} className="reveal-reason">
                <input type="radio" name="reason" value={each} checked={reason === each} onChange={() => setReason(each)} />
                {words.reasons[each]}
              </label>
            ))}
          </fieldset>
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

/** What may not be taken along. */
function Drawn({ value }: { readonly value: string }) {
  return <p className="reveal-value reveal-fixed" data-drawn={useDrawnText(value)} />;
}

interface ShownProps {
  readonly value: string;
  readonly until: number;
  readonly copying: boolean;
  readonly onHide: () => void;
}

function Shown({ value, until, copying, onHide }: ShownProps) {
  const now = useSeconds();
  return (
    <div className="reveal">
      {copying ? (
        <p className="reveal-value" dir="auto">
          {value}
        </p>
      ) : (
        <Drawn value={value} />
      )}
      <div className="reveal-foot">
        <span className="reveal-seconds" aria-hidden="true">
          {countdown(until, now)}
        </span>
        <Button onClick={onHide}>{words.hide}</Button>
      </div>
    </div>
  );
}
