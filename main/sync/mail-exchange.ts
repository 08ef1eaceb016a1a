import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { MailFrame, OpenedVault } from '../boundary/opened-vault.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Device } from '../device/device.ts';
import { OrderRefused } from '../device/orders.ts';
import type { SerialWork } from '../device/serial-work.ts';
import { trustedNow } from '../device/trusted-time.ts';
import type { Line } from './line.ts';
import type { MailToDevice } from './link.ts';
import { certifiedPreKeys } from './pre-keys.ts';

/** New Signal sessions over one link; more than this is a fault that a new session does not mend. */
const preKeysPerLink = 5;
/** Mails that may still come in of a session that was given up: what the hub had in flight, and what was in hand here. */
const unreadTolerated = 3072;

export interface MailExchangePorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly line: Line;
  /** One frame is handled after the other, and what follows from a mail in its turn. */
  readonly frames: SerialWork;
  readonly sessionOpen: () => boolean;
  readonly emit: (event: VaultEvent) => void;
  readonly connectionChanged: () => void;
}

/** What the vault says of mail that it will never take: not understood, or at odds with what it has. */
const neverTaken: ReadonlySet<string> = new Set(['mail-malformed', 'failed']);

/** Mail between the hub and the open vault, and the pre-keys that begin a Signal session. */
export class MailExchange {
  readonly #ports: MailExchangePorts;
  #vault: OpenedVault | null = null;
  /** The profile is an older copy: its Signal session is not the newest. */
  #restored = false;
  readonly #preKeys = { sent: 0, awaited: false, unread: 0 };
  #stopped = false;

  constructor(ports: MailExchangePorts) {
    this.#ports = ports;
  }

  get vaultOpen(): boolean {
    return this.#vault !== null;
  }

  /** The hub sends something that the vault cannot take: it comes again over each link, and nothing behind it is stored. */
  get stopped(): boolean {
    return this.#stopped;
  }

  opened(vault: OpenedVault, restored: boolean): void {
    this.#vault = vault;
    this.#restored = restored;
  }

  /** The vault is the caller's to close. */
  closing(): void {
    this.#vault?.goQuiet();
    this.#vault = null;
    this.#stopped = false;
  }

  quiet(): void {
    this.#vault?.goQuiet();
  }

  dropped(): void {
    Object.assign(this.#preKeys, { sent: 0, awaited: false, unread: 0 });
    this.quiet();
  }

  send(mail: MailFrame): void {
    if (this.#ports.sessionOpen()) this.#ports.emit({ kind: 'send', text: JSON.stringify(mail) });
  }

  /** The hub session is open: mail may go both ways. @param preKeysWanted the hub has none it could begin with. */
  async goLive(preKeysWanted: boolean): Promise<void> {
    const vault = this.#vault;
    if (vault === null) return;
    const { turn } = this.#ports.line;
    if (preKeysWanted || this.#restored || !(await vault.hasSession())) await this.publishPreKeys();
    if (turn === this.#ports.line.turn && vault === this.#vault) await vault.goLive();
  }

  async publishPreKeys(): Promise<void> {
    const vault = this.#vault;
    if (vault === null || !this.#ports.sessionOpen()) return;
    if (this.#preKeys.sent >= preKeysPerLink) throw new OrderRefused('The hub asks for pre-keys again and again.');
    const { device, clock, line } = this.#ports;
    const material = await vault.newSession();
    const { record, item } = device.present;
    const preKeys = certifiedPreKeys(material, record.deviceId, item.epoch, await device.key(), trustedNow(item, clock));
    line.tell({ c: 'prekeys', preKeys, epoch: item.epoch });
    this.#restored = false;
    this.#preKeys.sent += 1;
    this.#preKeys.awaited = true;
    this.#preKeys.unread = 0;
  }

  #setStopped(stopped: boolean): void {
    if (stopped === this.#stopped) return;
    this.#stopped = stopped;
    this.#ports.connectionChanged();
  }

  /** Resolves when the mail is stored, or known to be of no use. */
  async receive(mail: MailToDevice): Promise<void> {
    const vault = this.#vault;
    const { frames, line, sessionOpen } = this.#ports;
    const { turn } = line;
    // Mail of a session that has just been closed: it is not acknowledged, so it comes again.
    if (vault === null || !sessionOpen()) return;
    let outcome: Awaited<ReturnType<OpenedVault['receive']>>;
    try {
      outcome = await vault.receive(mail);
    } catch (error) {
      // The vault says itself when it cannot go on; what was not stored comes again. Of what will not be stored then either the person hears.
      if (vault === this.#vault && error instanceof SealdeskError && neverTaken.has(error.kind)) this.#setStopped(true);
      return;
    }
    if (outcome !== 'session-broken') this.#setStopped(false);
    await frames.run(async () => {
      if (turn !== line.turn || vault !== this.#vault) return;
      if (outcome !== 'session-broken') {
        this.#preKeys.awaited = false;
        return;
      }
      // On its way before the hub had our new pre-keys: of the session that was, and sent again in the new one.
      this.#preKeys.unread += 1;
      if (this.#preKeys.awaited && this.#preKeys.unread <= unreadTolerated) return;
      this.#preKeys.awaited = true;
      this.#preKeys.unread = 0;
      // The hub answers that it wants pre-keys.
      line.tell({ c: 'session-reset' });
    });
  }
}
