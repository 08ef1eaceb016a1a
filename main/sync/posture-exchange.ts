import type { Posture } from '../../shared/domain/posture.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Device } from '../device/device.ts';
import type { HeldPosture } from '../device/held-posture.ts';
import type { Line } from './line.ts';

export interface PostureExchangePorts {
  readonly device: Device;
  readonly line: Line;
  readonly posture: HeldPosture;
  readonly emit: (event: VaultEvent) => void;
}

/** The laptop's state, told to the hub before anything else over each link, and again whenever it is another one. */
export class PostureExchange {
  readonly #ports: PostureExchangePorts;
  /** What was told over this link. */
  #told: string | null = null;

  constructor(ports: PostureExchangePorts) {
    this.#ports = ports;
  }

  /** The hub knows it; it opens nothing for a laptop whose state it was not told over the same link. */
  get told(): boolean {
    return this.#told !== null;
  }

  tell(): void {
    const { device, line, posture: held } = this.#ports;
    if (held.posture === null || line.link?.open !== true || !device.isPresent) return;
    const { record, item } = device.present;
    // An invite carries it.
    if (record.inviteCode !== null) return;
    // The keychain that is in use, and not the one that this system should have.
    const posture: Posture = { ...held.posture, keychainBackend: item.backend };
    const text = JSON.stringify(posture);
    if (text === this.#told) return;
    this.#told = text;
    line.tell({ c: 'posture', posture });
  }

  /** The hub does not open a session for a laptop in this state. Main reads it anew and says what it is now. */
  refused(): void {
    this.#ports.posture.refusedByHub();
    this.#ports.emit({ kind: 'posture-refused' });
  }

  dropped(): void {
    this.#told = null;
  }
}
