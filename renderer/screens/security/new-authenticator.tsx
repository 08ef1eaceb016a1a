import { useState, type ReactNode } from 'react';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import type { Client } from '../../client.ts';
import type { SecurityShown } from '../../data/security.ts';
import { AuthenticatorSteps } from '../second-factor/authenticator-steps.tsx';
import { TaskForm } from './task-form.tsx';
import { useProof, type Given } from './use-proof.tsx';
import { words } from './words.ts';

export interface StepFrame {
  readonly title: string;
  readonly lead: string;
  /** Nothing in it takes the focus by itself. */
  readonly focusTitle: boolean;
}

export interface NewAuthenticatorProps {
  readonly client: Client;
  readonly shown: SecurityShown;
  /** The first step's words. */
  readonly begin: { readonly title: string; readonly lead: string };
  /** What stands around each step. */
  readonly children: (step: StepFrame, content: ReactNode) => ReactNode;
  readonly onDone: () => void;
}

type Made = Extract<IpcOutput<'security.new-authenticator'>, { kind: 'provisioned' }>;

/** Another authenticator: passphrase and code, then the steps of the first one. */
export function NewAuthenticator({ client, shown, begin, children: frame, onDone }: NewAuthenticatorProps) {
  const [made, setMade] = useState<Made | null>(null);
  const proof = useProof(shown.codeDigits, !shown.codeForgiven);
  const provision = async (given: Given<string | null>): Promise<void> => setMade(await proof.ask(client.call('security.new-authenticator', given)));

  if (made === null) {
    return frame(
      { ...begin, focusTitle: false },
      <TaskForm proof={proof} submit={words.tasks.authenticator.submit} onSubmit={provision}>
        {shown.codeForgiven && <p className="security-text">{words.forgiven}</p>}
      </TaskForm>,
    );
  }
  return (
    <AuthenticatorSteps
      made={made}
      digits={shown.codeDigits}
      confirm={(codes) => client.call('security.confirm-authenticator', codes)}
      onConfirmed={onDone}
    >
      {({ step, title, lead }, content) => frame({ title, lead, focusTitle: step !== 'codes' }, content)}
    </AuthenticatorSteps>
  );
}
