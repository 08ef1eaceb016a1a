import { useCallback, useEffect, useRef, useState } from 'react';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { Gate } from '../../ui/gate.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { AuthenticatorSteps, type AuthenticatorStep } from '../second-factor/authenticator-steps.tsx';
import { words as factorWords } from '../second-factor/words.ts';
import { Owner } from '../owner.tsx';
import { enrolmentProgress } from './progress.ts';
import { words } from './words.ts';

type Approved = Extract<SessionState, { kind: 'approved' }>;

const progressOf = { key: 4, recovery: 5, codes: 6 } as const satisfies Record<AuthenticatorStep, number>;

/** The last steps of enrolment: authenticator, recovery codes, two codes. */
export function AuthenticatorScreen({ client, state, below }: { readonly client: Client; readonly state: Approved; readonly below: string | null }) {
  const [made, setMade] = useState<IpcOutput<'enrolment.provision-totp'> | 'failed' | null>(null);
  const asked = useRef(false);
  const provision = useCallback(async () => {
    setMade(null);
    const answer = await client.call('enrolment.provision-totp', null);
    setMade(answer.ok ? answer.value : 'failed');
  }, [client]);
  useEffect(() => {
    // Each call may make a new key: once only, or the phone and main would hold different ones.
    if (asked.current) return;
    asked.current = true;
    void provision();
  }, [provision]);

  if (made === null || made === 'failed') {
    return (
      <Gate focusTitle above={<Owner state={state} />} title={factorWords.key.title} progress={enrolmentProgress(4)} below={below ?? undefined}>
        {made === null ? (
          <output className="gate-status" aria-label={factorWords.key.loading}>
            <Spinner />
          </output>
        ) : (
          <div className="gate-form">
            <p className="gate-problem" role="alert">
              {words.authenticator.noKey}
            </p>
            <Button onClick={() => void provision()}>{words.authenticator.tryAgain}</Button>
          </div>
        )}
      </Gate>
    );
  }
  return (
    <AuthenticatorSteps
      made={made}
      digits={state.codeDigits}
      confirm={(codes) => client.call('enrolment.confirm-totp', codes)}
    >
      {({ step, title, lead }, content) => (
        <Gate
          focusTitle={step !== 'codes'}
          above={<Owner state={state} />}
          title={title}
          lead={<p>{lead}</p>}
          progress={enrolmentProgress(progressOf[step])}
          below={below ?? undefined}
        >
          {content}
        </Gate>
      )}
    </AuthenticatorSteps>
  );
}
