import { type OwnPresence, type Present, presenceApart, presenceRenewed } from '../../shared/domain/presence.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Line } from './line.ts';

export interface PresenceExchangePorts {
  readonly timers: Timers;
  readonly line: Line;
  readonly sessionOpen: () => boolean;
  /** Colleagues came or went. */
  readonly changed: (present: readonly Present[]) => void;
}

/**
 * Where the agent is, told to the hub at once and then at most once a second, and again from time to time; and where
 * colleagues are, as the hub told last. None of it outlives the hub session.
 */
export class PresenceExchange {
  readonly #ports: PresenceExchangePorts;
  /** Undefined until the screen has said anything: nobody follows then. */
  #at: OwnPresence | undefined;
  #present: readonly Present[] = [];
  #unsaid = false;
  #stopPause: (() => void) | null = null;
  #stopRenewing: () => void = () => undefined;

  constructor(ports: PresenceExchangePorts) {
    this.#ports = ports;
  }

  /** @returns where colleagues are. */
  tell(at: OwnPresence): readonly Present[] {
    const same = JSON.stringify(at) === JSON.stringify(this.#at);
    this.#at = at;
    if (!same) this.#say();
    return this.#present;
  }

  /** What the hub says of colleagues; without a session it says nothing that counts. */
  told(present: readonly Present[]): void {
    if (this.#ports.sessionOpen()) this.#show(present);
  }

  sessionOpened(): void {
    if (this.#at !== undefined) this.#say();
  }

  /** The session or its link is gone: where colleagues are is not known any more. */
  silent(): void {
    this.#stopRenewing();
    this.#unsaid = false;
    this.#show([]);
  }

  /** The vault is closing: the agent is nowhere, and the hub learns of it though the session may be taken up again. */
  leave(): void {
    const was = this.#at;
    this.#stopPause?.();
    this.#stopPause = null;
    if (was !== undefined && was !== null && this.#ports.sessionOpen()) this.#ports.line.tell({ c: 'presence', at: null });
    this.#at = undefined;
    this.silent();
  }

  #say(): void {
    if (this.#stopPause !== null) {
      this.#unsaid = true;
      return;
    }
    const { line, sessionOpen, timers } = this.#ports;
    const at = this.#at;
    if (at === undefined || !sessionOpen()) return;
    this.#unsaid = false;
    line.tell({ c: 'presence', at });
    this.#stopPause = timers.after(presenceApart, () => {
      this.#stopPause = null;
      if (this.#unsaid) this.#say();
    });
    this.#stopRenewing();
    this.#stopRenewing = at === null ? () => undefined : timers.after(presenceRenewed, () => this.#say());
  }

  #show(present: readonly Present[]): void {
    if (present.length === 0 && this.#present.length === 0) return;
    this.#present = present;
    this.#ports.changed(present);
  }
}
