import { CirclePause, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Gate } from '../../ui/gate.tsx';
import { PresenceDot } from '../../ui/presence-dot.tsx';
import { StartOver } from './start-over.tsx';
import './stopped.css';
import { headings, isEndable, startOver, stoppedWords, type Stopped } from './words.ts';

const icons = { calm: CirclePause, caution: TriangleAlert, danger: OctagonAlert } as const;

/** Every state in which Sealdesk does not go on by itself. */
export function StoppedScreen({ client, state, below }: { readonly client: Client; readonly state: Stopped; readonly below: string | null }) {
  const words = stoppedWords(state);
  const [asking, setAsking] = useState(false);
  const Icon = icons[words.meaning];
  return (
    <Gate
      focusTitle
      icon={<Icon className={`gate-icon gate-icon-${words.meaning}`} aria-hidden="true" />}
      title={words.title}
      lead={<p>{words.happened}</p>}
      below={below ?? undefined}
    >
      {words.detail.length > 0 &&
        (words.listed ? (
          <ol className="stopped-detail stopped-list" aria-label={headings.mend}>
            {words.detail.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        ) : (
          <ul className="stopped-detail">
            {words.detail.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ))}
      {words.connection && (
        <output className="gate-status stopped-connection">
          <PresenceDot look={words.connection.online ? 'on' : 'off'} />
          {words.connection.words}
        </output>
      )}
      <section className="stopped-part">
        <h2>{headings.safe}</h2>
        <p>{words.safe}</p>
      </section>
      <section className="stopped-part">
        <h2>{headings.todo}</h2>
        <p>{words.todo}</p>
      </section>
      {isEndable(state) && (
        <div>
          <Button onClick={() => setAsking(true)}>{startOver.open}</Button>
          {asking && <StartOver client={client} state={state} onClose={() => setAsking(false)} />}
        </div>
      )}
    </Gate>
  );
}
