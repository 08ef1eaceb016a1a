import { form } from './form.ts';
import type { IdentifierRule } from './identifier.ts';

/** Numbers the Social Security Administration never issues: areas 000, 666 and 900 up, group 00, serial 0000 (also since the randomisation of 2011). */
function ssnIssued(digits: string): boolean {
  const area = digits.slice(0, 3);
  if (area === '000' || area === '666' || area >= '900' || digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return false;
  return !/^(\d)\1{8}$/.test(digits);
}

/** Printed in a leaflet of 1938 and in advertisements: nobody's, unless somebody says otherwise. */
const advertised = new Set(['078051120', '219099999', '457555462']);

/** Fourth and fifth digits the Internal Revenue Service gives to ITINs: 50 to 65, 70 to 88, 90 to 92, 94 to 99. */
function itinIssued(digits: string): boolean {
  const group = Number(digits.slice(3, 5));
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) || group >= 94;
}

function alone(written: string, digits: string): number {
  if (written.length === digits.length || advertised.has(digits)) return 0;
  if (/^\d{3}-\d{2}-\d{4}$/.test(written)) return 0.9;
  return /^\d{3}([ .]|--| - )\d{2}\1\d{4}$/.test(written) ? 0.75 : 0;
}

const threeTwoFour = '([-. ]{1,3}|_|)\\d{2}\\1\\d{4}';

export const unitedStates: readonly IdentifierRule[] = [
  { type: 'us-ssn', form: form(`\\d{3}${threeTwoFour}`), begins: [3, 9], digits: [9, 9], topics: ['ssn'], alone, valid: ssnIssued },
  { type: 'us-itin', form: form(`9\\d{2}${threeTwoFour}`), begins: [3, 9], digits: [9, 9], topics: ['itin', 'ssn'], alone, valid: itinIssued },
];
