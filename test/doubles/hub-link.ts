import type { VaultProcess } from '../../main/boundary/vault-process.ts';
import type { HubLink, LinkEvent, LinkStatus } from '../../main/unlock/hub-link.ts';

/** The connection to the hub as the session sees it: remembers what it was told, changes when the test says so. */
export class HubLinkDouble implements HubLink {
  attached: VaultProcess | null = null;
  readonly handled: LinkEvent[] = [];
  retargeted = 0;
  #status: LinkStatus = 'offline';
  #listeners: ((status: LinkStatus) => void)[] = [];

  attach(process: VaultProcess): void {
    this.attached = process;
  }

  detach(): void {
    this.attached = null;
    this.become('offline');
  }

  retarget(): void {
    this.retargeted += 1;
  }

  wake(): void {}

  handle(event: LinkEvent): void {
    this.handled.push(event);
  }

  status(): LinkStatus {
    return this.#status;
  }

  onStatus(listener: (status: LinkStatus) => void): void {
    this.#listeners.push(listener);
  }

  become(status: LinkStatus): void {
    this.#status = status;
    for (const listener of this.#listeners) listener(status);
  }
}
