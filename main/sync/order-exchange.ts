import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { WipeCause } from '../../shared/domain/device.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { CertifiedHub } from '../../shared/trust/hub-certificate.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Device } from '../device/device.ts';
import type { Orders } from '../device/orders.ts';
import type { Tombstone } from '../device/tombstone.ts';
import { movedBack } from '../device/trusted-time.ts';
import type { Line } from './line.ts';
import type { Link } from './link.ts';

export interface OrderExchangePorts {
  readonly device: Device;
  readonly orders: Orders;
  readonly clock: Clock;
  readonly line: Line;
  readonly emit: (event: VaultEvent) => void;
  readonly vaultOpen: () => boolean;
  /** The hub has ended the session of this device: it takes no leave of one that is gone. */
  readonly endSession: () => void;
  /** Closes the vault because the device is at its end; the vault is not used again. */
  readonly endVault: () => Promise<void>;
}

/** What the hub orders: time, lease, policy, suspension, reset of the authenticator, revocation, wipe. What it means for an open vault follows at once. */
export class OrderExchange {
  readonly #ports: OrderExchangePorts;
  #tombstone: Tombstone | null = null;
  #receiptsSent = 0;

  constructor(ports: OrderExchangePorts) {
    this.#ports = ports;
  }

  get wiped(): boolean {
    return this.#tombstone !== null;
  }

  /** This device was wiped, in this process or an earlier one. */
  foundTombstone(tombstone: Tombstone): void {
    this.#tombstone = tombstone;
  }

  /** The hub has proven itself, and by which root. A wiped device follows its root too, so that the receipt reaches the hub. */
  async meet(hub: CertifiedHub): Promise<void> {
    const { device, orders, emit } = this.#ports;
    if (this.#tombstone !== null) this.#tombstone = await device.wipedMeets(this.#tombstone, hub);
    // The safety number of one that waits for approval is made of the root.
    else if (await orders.meet(hub)) emit({ kind: 'device-changed' });
  }

  tellReceipt(): void {
    if (this.#tombstone !== null) this.#ports.line.tell({ c: 'wiped', receipt: this.#tombstone.receipt });
  }

  /** The hub ends the connection when it has the receipt. Once could be the network's doing. */
  async linkClosed(): Promise<void> {
    if (this.#tombstone === null || this.#ports.line.link?.open !== true) return;
    this.#receiptsSent += 1;
    if (this.#receiptsSent !== 2) return;
    await this.#ports.device.receiptDelivered();
    this.#ports.emit({ kind: 'device-changed' });
  }

  async time(link: Link, statement: SignedStatement): Promise<void> {
    const { device, clock, emit, orders } = this.#ports;
    const wasBack = movedBack(device.present.item, clock);
    await orders.time(statement, link.nonce);
    if (wasBack) emit({ kind: 'device-changed' });
  }

  lease(told: Extract<ControlToDevice, { c: 'lease' }>): Promise<void> {
    return this.#ports.orders.lease(told);
  }

  /** @returns whether it is a newer policy. */
  policy(statement: SignedStatement): Promise<boolean> {
    return this.#ports.orders.policy(statement);
  }

  async suspension(statement: SignedStatement): Promise<void> {
    const { orders, endSession, emit } = this.#ports;
    const change = await orders.suspension(statement);
    switch (change) {
      case 'suspended':
        endSession();
        emit({ kind: 'lock-now', reason: 'The device was suspended.' });
        return;
      case 'reinstated':
        emit({ kind: 'device-changed' });
        return;
      case 'as-before':
        return;
    }
  }

  /** What the open vault shows stays; the next unlock is another one. */
  async totpReset(statement: SignedStatement): Promise<void> {
    if (await this.#ports.orders.totpReset(statement)) this.#ports.emit({ kind: 'device-changed' });
  }

  async revoked(statement: SignedStatement): Promise<void> {
    const { orders, endSession, emit } = this.#ports;
    await orders.revoked(statement);
    endSession();
    emit({ kind: 'lock-now', reason: 'The device was revoked.' });
  }

  async wipe(order: SignedStatement): Promise<void> {
    await this.#destroy({ orderSerial: this.#ports.orders.wipeOrder(order), cause: 'ordered' });
  }

  /** Nobody ordered it but whoever sits before the laptop. */
  async wipeHere(cause: Exclude<WipeCause, 'ordered'>): Promise<void> {
    await this.#destroy({ orderSerial: 0, cause });
  }

  async #destroy(why: { readonly orderSerial: number; readonly cause: WipeCause }): Promise<void> {
    const { device, emit, endSession, endVault, vaultOpen } = this.#ports;
    const wasOpen = vaultOpen();
    endSession();
    await endVault();
    this.#tombstone = await device.wipe(why);
    this.tellReceipt();
    emit(wasOpen ? { kind: 'lock-now', reason: 'The device was wiped.' } : { kind: 'device-changed' });
  }
}
