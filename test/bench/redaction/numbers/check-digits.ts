/** Check digits, computed while values are made. The tests check the values by other means. */

/** The digit that makes `digits` followed by it pass Luhn (ISO/IEC 7812-1 annex B). */
export function luhnDigit(digits: string): string {
  let total = 0;
  for (const [index, digit] of Array.from(digits).reverse().entries()) {
    const doubled = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    total += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((10 - (total % 10)) % 10);
}

/** The sum of each digit times its weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return Array.from(digits).reduce((total, digit, index) => total + Number(digit) * (weights[index] ?? 0), 0);
}

/** The sum of the digits of each product: what German social security and health insurance numbers use. */
export function weightedCrossSum(digits: string, weights: readonly number[]): number {
  return Array.from(digits).reduce((total, digit, index) => {
    const product = Number(digit) * (weights[index] ?? 0);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
}

/** Remainder of a number of any length. */
export function remainder(digits: string, divisor: number): number {
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % divisor, 0);
}

/** ISO/IEC 7064 MOD 11,10: German tax ids and VAT ids. */
export function mod11And10Digit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const total = (Number(digit) + product) % 10 || 10;
    product = (total * 2) % 11;
  }
  return String((11 - product) % 10);
}

const permuted = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258'];
const multiplied = ['0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321', '6598710432', '7659821043', '8765932104', '9876543210'];
const inverse = '0432156789';

/** Verhoeff (dihedral group D5): Aadhaar. */
export function verhoeffDigit(digits: string): string {
  let check = 0;
  for (const [index, digit] of Array.from(digits).reverse().entries()) check = Number(multiplied[check]?.[Number(permuted[(index + 1) % 8]?.[Number(digit)])]);
  return inverse[check] ?? '';
}

/** Letters as numbers from `a`, digits as they are. */
export const letterValue = (character: string, a: number): number => (/\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65 + a);

/** ICAO 9303 part 3, section 4.9: weights 7, 3, 1; letters count from A = 10. */
export const icaoDigit = (text: string): string => String(Array.from(text).reduce((total, each, index) => total + letterValue(each, 10) * ([7, 3, 1][index % 3] ?? 0), 0) % 10);

/** The two check digits of an IBAN (ISO 13616, MOD 97-10 of ISO/IEC 7064). */
export function ibanDigits(country: string, account: string): string {
  const numeric = Array.from(`${account}${country}00`).map((each) => String(letterValue(each, 10))).join('');
  return String(98 - remainder(numeric, 97)).padStart(2, '0');
}
