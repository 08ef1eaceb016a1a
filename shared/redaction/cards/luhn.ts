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
