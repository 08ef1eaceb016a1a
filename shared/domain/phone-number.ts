import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * A telephone number as people type it, as E.164 has it (ITU-T E.164) without the plus: the same number is the same text.
 * @param country two letters, for numbers without a country code; null where they need one.
 * @returns null for what cannot be a number.
 */
export function phoneDigits(typed: string, country: string | null): string | null {
  const written = typed.normalize('NFKC').trim().replace(/^00/, '+');
  const home = country !== null && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(written, { ...(home === undefined ? {} : { defaultCountry: home }), extract: false });
  return number?.isPossible() === true && number.ext === undefined ? number.number.replace(/^\+/, '') : null;
}
