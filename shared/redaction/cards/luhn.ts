/**
 * Luhn sums (ISO/IEC 7812-1 annex B) of every stretch of a run, each in constant time after one pass.
 * Which digits are doubled depends on where the stretch ends, so both sums are kept.
 */
export class LuhnSums {
  /** Sums of the digits before an index, with those at even (odd) indexes doubled. */
  readonly #digits: readonly number[];
  #evenDoubled: Uint32Array | null = null;
  #oddDoubled: Uint32Array | null = null;

  constructor(digits: readonly number[]) {
    this.#digits = digits;
  }

  /** The sums are made when they are first asked for: most runs hold nothing that any issuer gives out. */
  #sums(evenEnd: boolean): Uint32Array {
    const known = evenEnd ? this.#evenDoubled : this.#oddDoubled;
    if (known !== null) return known;
    const digits = this.#digits;
    const evenDoubled = new Uint32Array(digits.length + 1);
    const oddDoubled = new Uint32Array(digits.length + 1);
    let even = 0;
    let odd = 0;
    for (const [index, digit] of digits.entries()) {
      const doubled = digit < 5 ? digit * 2 : digit * 2 - 9;
      even += index % 2 === 0 ? doubled : digit;
      odd += index % 2 === 1 ? doubled : digit;
      evenDoubled[index + 1] = even;
      oddDoubled[index + 1] = odd;
    }
    this.#evenDoubled = evenDoubled;
    this.#oddDoubled = oddDoubled;
    return evenEnd ? evenDoubled : oddDoubled;
  }

  /** Whether the digits from `start` up to `end` (exclusive) have a right check digit. */
  valid(start: number, end: number): boolean {
    // The last digit is not doubled, the one before it is.
    const sums = this.#sums(end % 2 === 0);
    return ((sums[end] ?? 0) - (sums[start] ?? 0)) % 10 === 0;
  }
}
