import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { createDesk, DeskProvider } from '../../data/desk.tsx';
import type { Store } from '../../data/store.ts';
import { Button } from '../../ui/button.tsx';
import { Gate } from '../../ui/gate.tsx';
import { ToastProvider } from '../../ui/toast.tsx';
import { Inbox } from './inbox.tsx';
import { words } from './words.ts';

export interface UnlockedScreenProps {
  readonly client: Client;
  readonly state: Extract<SessionState, { kind: 'unlocked' }>;
  readonly codeDigits: Store<number>;
  readonly notice: string | null;
}

export function UnlockedScreen({ client, state, codeDigits, notice }: UnlockedScreenProps) {
  const [desk] = useState(() => createDesk(client, state));
  useEffect(() => desk.stop, [desk]);
  if (!desk.may('conversation.read.assigned')) {
    return (
      <Gate
        focusTitle
        above={<strong>{state.organisation}</strong>}
        icon={<KeyRound className="gate-icon" aria-hidden="true" />}
        title={words.notForRole}
        lead={<p>{words.notForRoleMore}</p>}
        below={notice ?? undefined}
      >
        <Button onClick={() => void client.call('session.lock', null)}>{words.views.lock}</Button>
      </Gate>
    );
  }
  return (
    <DeskProvider value={desk}>
      <ToastProvider>
        <Inbox codeDigits={codeDigits} notice={notice} />
      </ToastProvider>
    </DeskProvider>
  );
}
