import { lazy, Suspense, useEffect } from 'react';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Client } from '../client.ts';
import type { Store } from '../data/store.ts';
import { StartingScreen } from './starting/starting.tsx';
import { UnlockScreen, type Unlockable } from './unlock/unlock.tsx';

/** By far the most of the page, and of no use on a lock screen, which does not wait for it: it is there when it is wanted. */
const workstation = () => import('./workstation/unlocked.tsx');
const UnlockedScreen = lazy(async () => ({ default: (await workstation()).UnlockedScreen }));
const gates = () => import('./gates.ts');
const InviteScreen = lazy(async () => ({ default: (await gates()).InviteScreen }));
const PendingScreen = lazy(async () => ({ default: (await gates()).PendingScreen }));
const PassphraseScreen = lazy(async () => ({ default: (await gates()).PassphraseScreen }));
const AuthenticatorScreen = lazy(async () => ({ default: (await gates()).AuthenticatorScreen }));
const RepairScreen = lazy(async () => ({ default: (await gates()).RepairScreen }));
const EndedAuthenticatorScreen = lazy(async () => ({ default: (await gates()).EndedAuthenticatorScreen }));
const StoppedScreen = lazy(async () => ({ default: (await gates()).StoppedScreen }));

export interface ScreenProps {
  readonly client: Client;
  readonly state: SessionState;
  /** A vault is there: until the state is known, what is typed to unlock it is taken already. */
  readonly vaultThere: boolean;
  readonly codeDigits: Store<number>;
  /** Main's notice about the runtime it was started on, in small words on every screen. */
  readonly notice: string | null;
}

/** Every state of the session has its screen. */
export function Screen(props: ScreenProps) {
  useEffect(() => {
    const idle = requestIdleCallback(() => void Promise.all([gates(), workstation()]));
    return () => cancelIdleCallback(idle);
  }, []);
  const { client, state, vaultThere, codeDigits, notice } = props;
  switch (state.kind) {
    case 'starting':
      return vaultThere ? <UnlockScreen client={client} state={state} codeDigits={codeDigits} below={notice} /> : <StartingScreen />;
    case 'locked':
    case 'lease-ended':
    case 'repair-needed':
    case 'unlocking':
      return <UnlockScreen client={client} state={state} codeDigits={codeDigits} below={notice} />;
    default:
      return (
        <Suspense fallback={<StartingScreen />}>
          <LoadedScreen client={client} state={state} codeDigits={codeDigits} notice={notice} />
        </Suspense>
      );
  }
}

type Loaded = Omit<ScreenProps, 'vaultThere'> & { readonly state: Exclude<SessionState, Unlockable> };

/** The screens that are loaded when they are wanted. */
function LoadedScreen({ client, state, codeDigits, notice }: Loaded) {
  switch (state.kind) {
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
