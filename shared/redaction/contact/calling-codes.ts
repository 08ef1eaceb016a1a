import { Metadata, getCountries, getCountryCallingCode } from 'libphonenumber-js/min';

/** How long a number may be behind each calling code (ITU-T E.164; libphonenumber's metadata), by code. */
const lengths = new Map<string, Set<number>>();

function load(): void {
  const metadata = new Metadata();
  for (const country of getCountries()) {
    metadata.selectNumberingPlan(country);
    const code = getCountryCallingCode(country);
    const known = lengths.get(code) ?? new Set<number>();
    for (const length of metadata.numberingPlan?.possibleLengths() ?? []) known.add(length);
    lengths.set(code, known);
  }
  // Freephone and other numbers of no country.
  for (const code of ['800', '808', '870', '878', '881', '882', '883', '888', '979']) lengths.set(code, lengths.get(code) ?? new Set([8, 9, 10, 11, 12]));
}

/** Shorter numbers are for the inside of a country: in a text they are something else. */
const shortest = 6;

/** @param digits from the calling code on. @param together how many of them stand together at the beginning: nobody breaks a calling code in two. @returns whether a number of that length exists there. */
export function internationalPossible(digits: string, together: number): boolean {
  if (lengths.size === 0) load();
  for (let width = 1; width <= Math.min(3, together); width++) {
    const known = lengths.get(digits.slice(0, width));
    if (known !== undefined) {
      const national = digits.length - width;
      // With the nought of national numbers left in: +49 (0)30.
      return (national >= shortest && known.has(national)) || (digits[width] === '0' && national > shortest && known.has(national - 1));
    }
  }
  return false;
}
