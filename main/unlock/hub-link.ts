import type { VaultEvent, VaultProcess } from '../boundary/vault-process.ts';

/**
 * `mistrusted`: somebody answered at the hub's address with a certificate that is not the hub's;
 * nothing was sent.
 */
export type LinkStatus = 'offline' | 'connecting' | 'online' | 'mistrusted';

export type LinkEvent = Extract<VaultEvent, { kind: 'send' | 'close-link' }>;

/** What the session asks of the connection to the hub; main/sync implements it. */
export interface HubLink {
  /** From now on frames go to and from this process; connects where it says. */
  attach(process: VaultProcess): void;
  /** Closes the socket; the process it was attached to hears no more of it. */
  detach(): void;
  /** The enrolment may have changed: asks the process again where to connect. */
  retarget(): void;
  /** The network or the machine came back: tries at once. */
  wake(): void;
  /** What the attached process wants done with the link. */
  handle(event: LinkEvent): void;
  status(): LinkStatus;
  onStatus(listener: (status: LinkStatus) => void): void;
}
