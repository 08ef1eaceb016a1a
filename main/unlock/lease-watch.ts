import type { Clock } from '../../shared/domain/clock.ts';
import { certificateTime } from '../device/certificate-time.ts';
import type { Device } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { leaseInForce } from '../device/lease.ts';
import { renewalDue } from '../device/renewal-due.ts';
import { onThisClock, trustedNow } from '../device/trusted-time.ts';
import { purge } from './secret-bytes.ts';

/** Milliseconds between two questions for one renewal. */
const askAgain = 60_000;

/** Lease and certificate while the vault is open: until when the lease is in force, and when the hub is to be asked for new ones. */
export class LeaseWatch {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #renew: () => void;
  #until: number | null = null;
  #hours = 0;
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param renew asks the hub, where there is a hub session. */
  constructor(device: Device, clock: Clock, renew: () => void) {
    this.#device = device;
    this.#clock = clock;
    this.#renew = renew;
  }

  /** As this machine's clock will show it; null when every unlock needs the hub. */
  get until(): number | null {
    return this.#until;
  }

  /** The whole lease, in hours, as the policy has it. */
  get hours(): number {
    return this.#hours;
  }

  /** Reads lease, certificate and policy anew. @param sessionOpen whether the hub can be asked. */
  async look(sessionOpen: boolean): Promise<void> {
    const { record, item } = this.#device.present;
    const lease = await leaseInForce({ keychain: await this.#device.keychain(), clock: this.#clock, record, item });
    purge(...(lease?.shares.map(({ share }) => share) ?? []));
    this.#hours = enrolledAs(record).policy.offlineLeaseHours;
    this.#until = this.#hours === 0 || lease === null ? null : onThisClock(item, lease.until);
    if (!sessionOpen || !renewalDue(lease, certificateTime(record), trustedNow(item, this.#clock))) return;
    const now = this.#clock.monotonic();
    if (now - this.#askedAt < askAgain) return;
    this.#askedAt = now;
    this.#renew();
  }
}
