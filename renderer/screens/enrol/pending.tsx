import { useState } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Gate } from '../../ui/gate.tsx';
import { PresenceDot } from '../../ui/presence-dot.tsx';
import { SafetyNumber } from '../../ui/safety-number.tsx';
import { failureWords } from '../../words/failures.ts';
import './enrol.css';
import { enrolmentProgress } from './progress.ts';
import { saidAgain } from '../../words/said.ts';
import { words } from './words.ts';

type Pending = Extract<SessionState, { kind: 'pending-approval' }>;

export function PendingScreen({ client, state, below }: { readonly client: Client; readonly state: Pending; readonly below: string | null }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const cancel = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.call('enrolment.cancel', null);
    setBusy(false);
    setAsking(false);
    setProblem(answer.ok ? null : failureWords(answer.error));
  };

  return (
    <Gate
      focusTitle
      above={<strong>{state.organisation}</strong>}
      title={words.pending.title}
      lead={<p>{words.pending.lead}</p>}
      progress={enrolmentProgress(2)}
      below={below ?? undefined}
    >
      <SafetyNumber label={words.pending.safetyNumber} digits={state.safetyNumber} />
      <output className="gate-status">
        <PresenceDot look={state.online ? 'busy' : 'off'} />
        {state.online ? words.pending.waiting : words.pending.offline}
      </output>
      <section aria-label={words.pending.shared} className="shared">
        <h2 className="shared-title">{words.pending.shared}</h2>
        <dl className="shared-list">
          <div className="shared-row">
            <dt>{words.pending.agent}</dt>
            <dd>{state.agentEmail}</dd>
          </div>
          <div className="shared-row">
            <dt>{words.pending.device}</dt>
            <dd>{state.deviceName}</dd>
          </div>
          {state.shared.map((fact) => (
            <div className="shared-row" key={fact.label}>
              <dt>{saidAgain(fact.label)}</dt>
              <dd>{saidAgain(fact.value)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <div className="enrol-actions">
        <Button look="quiet" onClick={() => setAsking(true)}>
          {words.pending.cancel}
        </Button>
        <p className="gate-problem" role="alert">
          {problem}
        </p>
      </div>
      {asking && (
        <Dialog title={words.pending.cancel} onClose={() => setAsking(false)}>
          <div className="gate-form">
            <p>{words.pending.cancelQuestion}</p>
            <div className="enrol-choice">
              <Button onClick={() => setAsking(false)}>{words.pending.cancelNo}</Button>
              <Button look="danger" busy={busy} onClick={() => void cancel()}>
                {words.pending.cancelYes}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </Gate>
  );
}
