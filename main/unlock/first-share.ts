import type { Clock } from '../../shared/domain/clock.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Device } from '../device/device.ts';
import { type HubShare, keepShares, leaseInForce } from '../device/lease.ts';
import { purge } from './secret-bytes.ts';

/** The first share between approval and set-up: in memory, where no lease lets it into the keychain. */
export class FirstShare {
  readonly #device: Device;
  readonly #clock: Clock;
  #share: HubShare | null = null;

  constructor(device: Device, clock: Clock) {
    this.#device = device;
    this.#clock = clock;
  }

  get held(): boolean {
    return this.#share !== null;
  }

  async keep(share: HubShare, lease: SignedStatement | null): Promise<void> {
    this.forget();
    this.#share = { generation: share.generation, share: new Uint8Array(share.share) };
    const { record, item } = this.#device.present;
    if (lease !== null) await keepShares({ keychain: await this.#device.keychain(), clock: this.#clock, record, item }, [share], lease);
  }

  /** Null: the hub has to give it once more. */
  async forSetUp(): Promise<HubShare | null> {
    if (this.#share !== null) return this.#share;
    const { record, item } = this.#device.present;
    const lease = await leaseInForce({ keychain: await this.#device.keychain(), clock: this.#clock, record, item });
    return lease?.shares[0] ?? null;
  }

  forget(): void {
    purge(this.#share?.share);
    this.#share = null;
  }
}
