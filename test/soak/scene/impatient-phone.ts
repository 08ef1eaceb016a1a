import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, keyFromText, stepAt, stepSeconds } from '../../../build/try-it/phone.mts';

const stepMs = stepSeconds * 1000;
/** For clocks that read a moment apart. */
const marginMs = 2_000;
/** In which both codes of a pair have been typed and looked at, on a busy machine too. */
const typingMs = 15_000;

/**
 * An authenticator that shows each code as soon as it is accepted, not when its time has come: one step of skew is
 * allowed either way. Every launch takes a code of its own, and of those there is one in thirty seconds.
 */
export class ImpatientPhone {
  readonly #key: Uint8Array;
  #lastStep = 0;

  constructor(keyText: string) {
    const key = keyFromText(keyText);
    if (key === undefined) throw new Error('That is not a key.');
    this.#key = key;
  }

  /**
   * The two that a set-up asks for: the one before and the present one; and the next one opens. The one before is accepted as long
   * as the present one is shown, so that late in its time the next ones are waited for.
   */
  async pair(): Promise<[first: string, second: string]> {
    const left = stepMs - (Date.now() % stepMs);
    if (left < typingMs) await pause(left);
    this.#lastStep = stepAt(Date.now());
    return [codeOf(this.#key, this.#lastStep - 1), codeOf(this.#key, this.#lastStep)];
  }

  async nextCode(): Promise<string> {
    // The present one is accepted for half a minute at least, however busy the machine is; the one before may be too old once it was typed.
    this.#lastStep = Math.max(this.#lastStep + 1, stepAt(Date.now()));
    const acceptedFrom = (this.#lastStep - 1) * stepMs + marginMs;
    await pause(Math.max(0, acceptedFrom - Date.now()));
    return codeOf(this.#key, this.#lastStep);
  }
}
