import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Client } from '../client.ts';
import { AuthenticatorScreen } from './enrol/authenticator.tsx';
import { InviteScreen } from './enrol/invite.tsx';
import { PassphraseScreen } from './enrol/passphrase.tsx';
import { PendingScreen } from './enrol/pending.tsx';
import { RepairScreen } from './repair/repair.tsx';
import { EndedAuthenticatorScreen } from './security/ended-authenticator.tsx';
import { StoppedScreen } from './stopped/stopped.tsx';
import type { Unlockable } from './unlock/unlockable.ts';

export interface GateScreenProps {
  readonly client: Client;
  readonly state: Exclude<SessionState, Unlockable>;
  readonly below: string | null;
}

/** The screens before the inbox, but for the one that most launches begin with: it does not wait for these. */
export function GateScreen({ client, state, below }: GateScreenProps) {
  switch (state.kind) {
    case 'unenrolled':
      return <InviteScreen client={client} state={state} below={below} />;
    case 'pending-approval':
      return <PendingScreen client={client} state={state} below={below} />;
    case 'approved':
      return state.step === 'passphrase' ? (
        <PassphraseScreen client={client} state={state} below={below} />
      ) : (
        <AuthenticatorScreen client={client} state={state} below={below} />
      );
    case 'repair-offered':
      return <RepairScreen client={client} state={state} below={below} />;
    case 'unlocked':
      return <EndedAuthenticatorScreen client={client} state={state} below={below} />;
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
      return <StoppedScreen client={client} state={state} below={below} />;
  }
}
