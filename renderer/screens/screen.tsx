import { lazy, Suspense, useEffect } from 'react';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Client } from '../client.ts';
import type { Store } from '../data/store.ts';
import { StartingScreen } from './starting/starting.tsx';
import { isUnlockable } from './unlock/unlockable.ts';
import { UnlockScreen } from './unlock/unlock.tsx';

/** Of no use on a lock screen, which does not wait for them: they are there when they are wanted. The second is by far the most of the page. */
const gates = () => import('./gates.tsx');
const workstation = () => import('./workstation/unlocked.tsx');
const GateScreen = lazy(async () => ({ default: (await gates()).GateScreen }));
const UnlockedScreen = lazy(async () => ({ default: (await workstation()).UnlockedScreen }));

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
export function Screen({ client, state, vaultThere, codeDigits, notice }: ScreenProps) {
  useEffect(() => {
    const idle = requestIdleCallback(() => void Promise.all([gates(), workstation()]));
    return () => cancelIdleCallback(idle);
  }, []);
  if (state.kind === 'starting' && !vaultThere) return <StartingScreen />;
  if (isUnlockable(state)) return <UnlockScreen client={client} state={state} codeDigits={codeDigits} below={notice} />;
  return (
    <Suspense fallback={<StartingScreen />}>
      {state.kind === 'unlocked' && !state.authenticatorEnded ? (
        <UnlockedScreen client={client} state={state} codeDigits={codeDigits} notice={notice} />
      ) : (
        <GateScreen client={client} state={state} below={notice} />
      )}
    </Suspense>
  );
}
