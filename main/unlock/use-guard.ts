import { type Device, NotNow } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { HeldPosture, PostureVerdict } from '../device/held-posture.ts';

/** Whether this laptop may be set up and opened at all, whatever passphrase and code are given. */
export class UseGuard {
  readonly #device: Device;
  readonly #posture: HeldPosture;

  constructor(device: Device, posture: HeldPosture) {
    this.#device = device;
    this.#posture = posture;
  }

  /** What the policy in force makes of the laptop's state. */
  get verdict(): PostureVerdict {
    const record = this.#device.isPresent ? this.#device.present.record : null;
    return this.#posture.judge(record === null || record.policy === null ? null : enrolledAs(record).policy);
  }

  /** @throws NotNow when it is suspended or revoked, its state was not read, or is refused; inspection says which. */
  check(): void {
    const { record } = this.#device.present;
    if (record.suspension?.suspended === true) throw new NotNow('This laptop is suspended.');
    if (record.stage === 'revoked') throw new NotNow('This laptop was revoked.');
    if (this.#posture.posture === null) throw new NotNow('The state of this laptop was not read yet.');
    if (this.verdict.problems.length > 0) throw new NotNow('The policy refuses the state of this laptop.');
  }
}
