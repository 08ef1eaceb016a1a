import { useEffect, useState } from 'react';
import type { Client } from '../client.ts';
import type { Session } from '../data/session.ts';
import { useStore } from '../data/store.ts';
import { FailureBoundary } from './failure-boundary.tsx';
import { Screen } from './screen.tsx';

export interface RootProps {
  readonly client: Client;
  readonly session: Session;
  /** As of `Screen`. */
  readonly vaultThere: boolean;
}

/** The whole window: the screen of whatever state the session is in. */
export function Root({ client, session, vaultThere }: RootProps) {
  const state = useStore(session.state);
  const [notice, setNotice] = useState<string | null>(null);
  useEffect(() => {
    void client.call('application.about', null).then((answer) => {
      if (answer.ok) setNotice(answer.value.runtimeNotice);
    });
  }, [client]);
  return (
    <FailureBoundary>
      <Screen client={client} state={state} vaultThere={vaultThere} codeDigits={session.codeDigits} notice={notice} />
    </FailureBoundary>
  );
}
