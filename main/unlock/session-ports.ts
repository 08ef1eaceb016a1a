import type { Clock } from '../../shared/domain/clock.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Timers } from '../boundary/timers.ts';
import type { StartVaultProcess, VaultEvent } from '../boundary/vault-process.ts';
import type { HubLink } from './hub-link.ts';

export type LockReason = 'asked' | 'idle' | 'screen-locked' | 'user-switched' | 'lid-closed' | 'suspend' | 'window-closed' | 'quit' | 'renderer-gone' | 'vault-asked' | 'vault-lost' | 'inspection' | 'posture-refused' | 'main-failed';

/** Words for the log; none of them can hold anything a person wrote. */
export type SessionNote =
  | { readonly event: 'session-state'; readonly from: SessionState['kind']; readonly to: SessionState['kind'] }
  | { readonly event: 'locked'; readonly reason: LockReason }
  | { readonly event: 'vault-process-lost' }
  | { readonly event: 'inspection-failed' }
  /** Somebody who was told of a change could not follow it; the session went on. */
  | { readonly event: 'listener-failed'; readonly of: keyof SessionListeners }
  | { readonly event: 'posture-not-read' };

export interface SessionPorts {
  readonly profile: string;
  readonly startVaultProcess: StartVaultProcess;
  readonly link: HubLink;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Reads the laptop's state from the system; may take some seconds. */
  readonly posture: () => Promise<Posture>;
  readonly note: (note: SessionNote) => void;
}

export interface SessionListeners {
  /** Called after every change, with the state that holds now. */
  readonly stateChanged: (state: SessionState) => void;
  /** The session was open, or being opened, and is not any more: nothing of it may stay on screen. */
  readonly closed: () => void;
  readonly inboxChanged: (event: Extract<VaultEvent, { kind: 'inbox-changed' }>) => void;
  /** Locked; the hub says that a customer wrote. */
  readonly mailWaiting: () => void;
  readonly syncChanged: (event: Extract<VaultEvent, { kind: 'sync-changed' }>) => void;
  readonly attachmentProgress: (event: Extract<VaultEvent, { kind: 'attachment-progress' }>) => void;
  readonly presenceChanged: (event: Extract<VaultEvent, { kind: 'presence-changed' }>) => void;
  readonly attachmentLent: (event: Extract<VaultEvent, { kind: 'attachment-lent' }>) => void;
  readonly customerTypes: (event: Extract<VaultEvent, { kind: 'customer-typing' }>) => void;
  readonly consoleChanged: () => void;
}
