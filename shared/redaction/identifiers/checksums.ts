/** Check digits. Every function takes digits as text (others: see there) and says whether they agree with their check digit. */

/** Weighted sum of the digits, first to last. */
export function weighted(digits: string, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += (digits.charCodeAt(index) - 48) * (weights[index] ?? 0);
  return sum;
}

/** ISO/IEC 7812-1 annex B. */
export function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1, odd = true; index >= 0; index--, odd = !odd) {
    const digit = digits.charCodeAt(index) - 48;
    sum += odd ? digit : digit < 5 ? digit * 2 : digit * 2 - 9;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 11,10. */
export function mod1110Valid(digits: string): boolean {
  let product = 10;
  for (let index = 0; index < digits.length - 1; index++) {
    const sum = (digits.charCodeAt(index) - 48 + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digits.charCodeAt(digits.length - 1) - 48;
}

/** ISO/IEC 7064 MOD 97-10 over digits and capital letters (A is 10): the remainder. */
export function mod97(characters: string): number {
  let remainder = 0;
  for (let index = 0; index < characters.length; index++) {
    const code = characters.charCodeAt(index);
    remainder = code < 58 ? (remainder * 10 + code - 48) % 97 : (remainder * 100 + code - 55) % 97;
  }
  return remainder;
}

const dihedral = ['0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321', '6598710432', '7659821043', '8765932104', '9876543210'];
const permutations = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258'];

/** Verhoeff's dihedral check. */
export function verhoeffValid(digits: string): boolean {
  let check = 0;
  for (let index = digits.length - 1, place = 0; index >= 0; index--, place++) {
    const permuted = permutations[place % 8]?.charCodeAt(digits.charCodeAt(index) - 48) ?? 48;
    check = (dihedral[check]?.charCodeAt(permuted - 48) ?? 48) - 48;
  }
  return check === 0;
}

/** Whether a day, month and two-digit year can be a date; the century is not known. */
export function dateValid(day: number, month: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);
}
