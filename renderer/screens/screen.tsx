import { lazy, Suspense, useEffect } from 'react';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Client } from '../client.ts';
import type { Store } from '../data/store.ts';
import { AuthenticatorScreen } from './enrol/authenticator.tsx';
import { PassphraseScreen } from './enrol/passphrase.tsx';
import { InviteScreen } from './enrol/invite.tsx';
import { PendingScreen } from './enrol/pending.tsx';
import { RepairScreen } from './repair/repair.tsx';
import { EndedAuthenticatorScreen } from './security/ended-authenticator.tsx';
import { StartingScreen } from './starting/starting.tsx';
import { StoppedScreen } from './stopped/stopped.tsx';
import { UnlockScreen } from './unlock/unlock.tsx';

/** By far the most of the page, and of no use before it is unlocked: the first screen does not wait for it, and it is there when it is wanted. */
const workstation = () => import('./workstation/unlocked.tsx');
const UnlockedScreen = lazy(async () => ({ default: (await workstation()).UnlockedScreen }));

export interface ScreenProps {
  readonly client: Client;
  readonly state: SessionState;
  readonly codeDigits: Store<number>;
  /** Main's notice about the runtime it was started on, in small words on every screen. */
  readonly notice: string | null;
}

/** Every state of the session has its screen. */
export function Screen(props: ScreenProps) {
  useEffect(() => {
    const idle = requestIdleCallback(() => void workstation());
    return () => cancelIdleCallback(idle);
  }, []);
  return (
    <Suspense fallback={<StartingScreen />}>
      <ScreenOfState {...props} />
    </Suspense>
  );
}

function ScreenOfState({ client, state, codeDigits, notice }: ScreenProps) {
  switch (state.kind) {
    case 'starting':
      return <StartingScreen />;
    case 'unenrolled':
      return <InviteScreen client={client} state={state} below={notice} />;
    case 'pending-approval':
      return <PendingScreen client={client} state={state} below={notice} />;
    case 'approved':
      return state.step === 'passphrase' ? (
        <PassphraseScreen client={client} state={state} below={notice} />
      ) : (
        <AuthenticatorScreen client={client} state={state} below={notice} />
      );
    case 'locked':
    case 'lease-ended':
    case 'repair-needed':
    case 'unlocking':
      return <UnlockScreen client={client} state={state} codeDigits={codeDigits} below={notice} />;
    case 'repair-offered':
      return <RepairScreen client={client} state={state} below={notice} />;
    case 'unlocked':
      if (state.authenticatorEnded) return <EndedAuthenticatorScreen client={client} state={state} below={notice} />;
      return <UnlockedScreen client={client} state={state} codeDigits={codeDigits} notice={notice} />;
    case 'suspended':
    case 'revoked':
    case 'wiped':
    case 'posture-failed':
    case 'clock-moved-back':
    case 'no-keychain':
    case 'keychain-changed':
    case 'record-damaged':
    case 'vault-damaged':
    case 'vault-newer':
      return <StoppedScreen client={client} state={state} below={notice} />;
  }
}
