import { KeyRound } from 'lucide-react';
import { Direction } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { ConsoleProvider, createConsole, type Console as ConsoleData } from '../../data/console/console.tsx';
import { createDesk, DeskProvider, type Desk } from '../../data/desk.tsx';
import { DisplayProvider, followDisplay, showContrast, type DisplayChoices } from '../../data/display.tsx';
import { followIdleWarning, type IdleWarning } from '../../data/idle-warning.ts';
import type { Store } from '../../data/store.ts';
import { createWorkplace, WorkplaceProvider, type Workplace } from '../../data/workplace.tsx';
import { direction } from '../../languages/spoken.ts';
import { Button } from '../../ui/button.tsx';
import { Gate } from '../../ui/gate.tsx';
import { ToastProvider } from '../../ui/toast.tsx';
import { words } from './words.ts';
import { Workstation } from './workstation.tsx';

export interface UnlockedScreenProps {
  readonly client: Client;
  readonly state: Extract<SessionState, { kind: 'unlocked' }>;
  readonly codeDigits: Store<number>;
  readonly notice: string | null;
}

interface Opened {
  readonly workplace: Workplace;
  /** Null where the agent's roles do not open it. */
  readonly desk: Desk | null;
  readonly console: ConsoleData | null;
  readonly idle: IdleWarning;
  readonly display: DisplayChoices;
}

function openPlaces(client: Client, state: UnlockedScreenProps['state']): Opened {
  const workplace = createWorkplace(client, state);
  const desk = workplace.may('conversation.read.assigned') ? createDesk(workplace) : null;
  return {
    workplace,
    desk,
    idle: followIdleWarning(client, () => void desk?.flush()),
    display: followDisplay(client, async () => desk?.flush()),
    console: workplace.may('device.read') || workplace.may('routing.manage') || workplace.may('canned.manage') || workplace.may('numbers.own') || workplace.may('audit.read') ? createConsole(workplace) : null,
  };
}

export function UnlockedScreen({ client, state, codeDigits, notice }: UnlockedScreenProps) {
  const [{ workplace, desk, console, idle, display }] = useState(() => openPlaces(client, state));
  useEffect(
    () => () => {
      desk?.stop();
      console?.stop();
      idle.stop();
      workplace.sync.stop();
      workplace.security.stop();
      workplace.approvals.stop();
    },
    [workplace, desk, console, idle],
  );
  useEffect(() => showContrast(display), [display]);
  if (desk === null && console === null) {
    return (
      <Gate
        focusTitle
        above={<strong>{state.organisation}</strong>}
        icon={<KeyRound className="gate-icon" aria-hidden="true" />}
        title={words.notForRole}
        lead={<p>{words.notForRoleMore}</p>}
        below={notice ?? undefined}
      >
        <Button onClick={() => void client.call('session.lock', null)}>{words.places.lock}</Button>
      </Gate>
    );
  }
  return (
    <WorkplaceProvider value={workplace}>
      <DeskProvider value={desk}>
        <ConsoleProvider value={console}>
          <DisplayProvider value={display}>
            <Direction.Provider dir={direction}>
              <ToastProvider>
                <Workstation desk={desk} console={console} postureWarnings={state.postureWarnings} repaired={state.repaired} lockAt={idle.lockAt} codeDigits={codeDigits} notice={notice} />
              </ToastProvider>
            </Direction.Provider>
          </DisplayProvider>
        </ConsoleProvider>
      </DeskProvider>
    </WorkplaceProvider>
  );
}
