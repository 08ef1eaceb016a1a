import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Device } from '../device/device.ts';
import { seeing } from '../device/trusted-time.ts';
import type { TryDelay } from './attempts.ts';

/** As in the contract: which of passphrase and code was wrong is not told. */
export interface WrongTry {
  readonly kind: 'wrong';
  readonly retryAt: number;
  readonly attemptsLeft: number;
}

/** Where the count is kept, and what it ends. */
export type CountedDevice = Pick<Device, 'present' | 'updateItem' | 'destroyWrappedKey'>;

/** The count of wrong tries in the keychain, and what follows from it: one count for unlocking and for whatever asks for passphrase and code once more. */
export class Tries {
  readonly #device: CountedDevice;
  readonly #clock: Clock;
  readonly #delay: TryDelay;

  constructor(device: CountedDevice, clock: Clock, delay: TryDelay) {
    this.#device = device;
    this.#clock = clock;
    this.#delay = delay;
  }

  /** Null when a try is possible now. */
  get wait(): { readonly kind: 'wait'; readonly retryAt: number } | null {
    this.#delay.startOnce(this.#device.present.item.attempts);
    return this.#delay.remaining > 0 ? { kind: 'wait', retryAt: this.#retryAt } : null;
  }

  /** Counted before anything is checked: a process killed half-way has used up its try. @returns takes the count back, where nothing was judged. */
  async count(): Promise<{ readonly takeBack: () => Promise<void> }> {
    const { attempts } = this.#device.present.item;
    await this.#device.updateItem((kept) => seeing({ ...kept, attempts: kept.attempts + 1 }, this.#clock));
    return {
      takeBack: async () => {
        await this.#device.updateItem((kept) => ({ ...kept, attempts }));
      },
    };
  }

  /** At the policy's limit the wrapped key is destroyed. */
  async wrong(policy: Policy): Promise<WrongTry> {
    const { attempts } = this.#device.present.item;
    this.#delay.start(attempts);
    if (attempts >= policy.attemptLimit) await this.#device.destroyWrappedKey();
    return { kind: 'wrong', retryAt: this.#retryAt, attemptsLeft: Math.max(0, policy.attemptLimit - attempts) };
  }

  /** @param step of the code that was used; none up to it is accepted again. Null where it was no code of the authenticator. */
  async right(step: number | null): Promise<void> {
    await this.#device.updateItem((item) => ({ ...item, attempts: 0, lastStep: step === null ? item.lastStep : Math.max(step, item.lastStep ?? 0) }));
    this.#delay.start(0);
  }

  get #retryAt(): number {
    return this.#delay.retryAt ?? this.#clock.now();
  }
}
