import { useEffect, useState } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { followSecurity } from '../../data/security.ts';
import { useStore } from '../../data/store.ts';
import { Button } from '../../ui/button.tsx';
import { Gate } from '../../ui/gate.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Owner } from '../owner.tsx';
import { useShortcuts } from '../workstation/shortcuts.ts';
import { NewAuthenticator } from './new-authenticator.tsx';
import './security.css';
import { words } from './words.ts';

type Unlocked = Extract<SessionState, { kind: 'unlocked' }>;

/** IT has ended the authenticator: setting up another one is all there is to do, or locking. */
export function EndedAuthenticatorScreen({ client, state, below }: { readonly client: Client; readonly state: Unlocked; readonly below: string | null }) {
  const [security] = useState(() => followSecurity(client));
  useEffect(() => security.stop, [security]);
  const shown = useStore(security.shown);
  const lock = (): void => void client.call('session.lock', null);
  useShortcuts({ lock });
  const begin = { title: words.ended.title, lead: `${words.ended.happened} ${words.ended.begin}` };
  const around = { above: <Owner state={state} />, below: below ?? undefined };
  const wayOut = (
    <div className="security-back">
      <Button look="quiet" onClick={lock}>
        {words.ended.lock}
      </Button>
    </div>
  );
  if (shown === null) {
    return (
      <Gate {...around} focusTitle title={begin.title} lead={<p>{begin.lead}</p>}>
        <output className="gate-status" aria-label={words.reading}>
          <Spinner />
        </output>
        {wayOut}
      </Gate>
    );
  }
  return (
    <NewAuthenticator
      client={client}
      shown={shown}
      begin={begin}
      onDone={security.refresh}
    >
      {({ title, lead, focusTitle }, content) => (
        <Gate {...around} focusTitle={focusTitle} title={title} lead={<p>{lead}</p>}>
          {content}
          {wayOut}
        </Gate>
      )}
    </NewAuthenticator>
  );
}
