import { randomBytes, randomInt } from 'node:crypto';
import type { DeviceItem } from '../../main/device/device-item.ts';
import type { RecordContent } from '../../main/device/record.ts';
import { delaySeconds, TryDelay } from '../../main/unlock/attempts.ts';
import { seenCode } from '../../main/unlock/device-code.ts';
import { type CountedDevice, Tries } from '../../main/unlock/tries.ts';
import { firstPolicy, type Policy } from '../../shared/domain/policy.ts';
import { codeAt, secretLength, stepSeconds } from '../../shared/trust/totp.ts';

export interface GuessFigures {
  /** Codes that were looked at, and devices whose key they ended. */
  readonly judged: number;
  readonly ended: number;
  /** Right by chance: three codes in a million are. */
  readonly lucky: number;
  /** Tries that came too early, and were not looked at. */
  readonly early: number;
}

type Answer = 'right' | 'wrong' | 'early' | 'ended';

/**
 * A thief with the right passphrase before a device, guessing codes: the counter, the delays and the check of codes are
 * the product's, in the order of an unlock. The derivation of the passphrase key is left out, which costs half a second
 * a try and judges nothing here; the keychain is a variable, since a hundred thousand tries are as many writes.
 */
class GuessedDevice implements CountedDevice {
  readonly #policy: Policy = firstPolicy;
  readonly #secret = randomBytes(secretLength);
  readonly #clock: { wall: number; mono: number; readonly now: () => number; readonly monotonic: () => number };
  #item: DeviceItem;
  #tries: Tries;
  /** Seconds that passed on the monotonic clock. */
  waited = 0;

  constructor() {
    const clock = { wall: 1_800_000_000_000, mono: 0, now: () => clock.wall, monotonic: () => clock.mono };
    this.#clock = clock;
    this.#item = {
      v: 1, secret: randomBytes(32).toString('base64'), backend: 'secret-service', recordVersion: 1, nextRecordVersion: null, attempts: 0,
      lastStep: null, hubTime: null, clockOffset: 0, highestSeen: clock.wall, epoch: 1, keyDestroyed: false,
    };
    this.#tries = new Tries(this, clock, new TryDelay(clock));
  }

  get present(): { readonly record: RecordContent; readonly item: DeviceItem } {
    return { item: this.#item, get record(): never { throw new Error('Nobody asks for the record here.'); } };
  }

  updateItem(change: (item: DeviceItem) => DeviceItem): Promise<DeviceItem> {
    this.#item = change(this.#item);
    return Promise.resolve(this.#item);
  }

  destroyWrappedKey(): Promise<void> {
    this.#item = { ...this.#item, keyDestroyed: true };
    return Promise.resolve();
  }

  get limit(): number {
    return this.#policy.attemptLimit;
  }

  /** How many tries count by now. */
  get counted(): number {
    return this.#item.attempts;
  }

  pass(seconds: number): void {
    this.#clock.mono += seconds * 1000;
    this.#clock.wall += seconds * 1000;
    this.waited += seconds;
  }

  /** Forward or back, by less than is noticed. */
  setClock(byMs: number): void {
    this.#clock.wall += byMs;
  }

  restart(): void {
    this.#tries = new Tries(this, this.#clock, new TryDelay(this.#clock));
  }

  rightCode(): string {
    return codeAt(this.#secret, this.#policy.totp, Math.floor(this.#clock.wall / 1000 / stepSeconds));
  }

  async try(code: string): Promise<Answer> {
    if (this.#item.keyDestroyed) return 'ended';
    if (this.#tries.wait !== null) return 'early';
    await this.#tries.count();
    const seen = seenCode({ totpSecret: this.#secret, totpNext: null }, code, this.#policy.totp, this.#item, this.#clock);
    if (seen.step === null) {
      await this.#tries.wrong(this.#policy);
      return 'wrong';
    }
    await this.#tries.right(seen.step);
    return 'right';
  }
}

/**
 * Guesses until `count` codes were looked at: restarting the program, setting the clock, and trying before the time.
 * @throws when a try is not counted, a delay is shortened, or the limit passed.
 */
export async function guessCodes(count: number): Promise<GuessFigures> {
  const figures = { judged: 0, ended: 0, lucky: 0, early: 0 };
  while (figures.judged < count) {
    const device = new GuessedDevice();
    let inARow = 0;
    for (;;) {
      const wait = delaySeconds(device.counted);
      if (randomInt(4) === 0) device.restart();
      if (randomInt(4) === 0) device.setClock(randomInt(-60_000, 60_000));
      if (wait > 0) {
        // The whole wait begins with the first look of a new process.
        if ((await device.try(device.rightCode())) !== 'early') throw new Error('A right code opened before its time.');
        figures.early += 1;
        device.pass(wait - 0.001);
        if ((await device.try(device.rightCode())) !== 'early') throw new Error('A wait was shorter than it should be.');
        device.pass(0.001);
      }
      const answer = await device.try(String(randomInt(1_000_000)).padStart(6, '0'));
      figures.judged += 1;
      if (answer === 'right') {
        figures.lucky += 1;
        break;
      }
      if (answer !== 'wrong') throw new Error(`A guess was answered with ${answer}.`);
      inARow += 1;
      if (device.counted !== inARow) throw new Error('A try was not counted.');
      if (inARow === device.limit) break;
    }
    if (inARow < device.limit) continue;
    device.pass(1000);
    device.restart();
    if ((await device.try(device.rightCode())) !== 'ended') throw new Error('A code was looked at beyond the limit.');
    figures.ended += 1;
  }
  return figures;
}
