/**
 * Luhn's sums of all beginnings of a row of digits, so that any stretch of it is checked at one look, however many there
 * are: what one stretch after another is asked of a long row costs no more than reading it.
 */
export class LuhnSums {
  /** Of the digits before each place; those at even places doubled, and those at odd ones. */
  readonly #evenDoubled: Int32Array;
  readonly #oddDoubled: Int32Array;

  /** @param digits values, 0 to 9. */
  constructor(digits: readonly number[]) {
    this.#evenDoubled = new Int32Array(digits.length + 1);
    this.#oddDoubled = new Int32Array(digits.length + 1);
    for (let index = 0; index < digits.length; index++) {
      const digit = digits[index] ?? 0;
      const doubled = digit < 5 ? digit * 2 : digit * 2 - 9;
      this.#evenDoubled[index + 1] = (this.#evenDoubled[index] ?? 0) + (index % 2 === 0 ? doubled : digit);
      this.#oddDoubled[index + 1] = (this.#oddDoubled[index] ?? 0) + (index % 2 === 0 ? digit : doubled);
    }
  }

  /** As `luhnValid`. */
  isValid(start: number, end: number): boolean {
    // The last digit is not doubled.
    const sums = end % 2 === 0 ? this.#evenDoubled : this.#oddDoubled;
    return ((sums[end] ?? 0) - (sums[start] ?? 0)) % 10 === 0;
  }
}

/** Whether the digits from `start` up to `end` (exclusive) have a right check digit (ISO/IEC 7812-1 annex B). @param digits values, 0 to 9. */
export function luhnValid(digits: readonly number[], start: number, end: number): boolean {
  let sum = 0;
  // The last digit is not doubled, the one before it is.
  for (let index = end - 1, doubled = false; index >= start; index--, doubled = !doubled) {
    const digit = digits[index] ?? 0;
    sum += doubled ? (digit < 5 ? digit * 2 : digit * 2 - 9) : digit;
  }
  return sum % 10 === 0;
}
