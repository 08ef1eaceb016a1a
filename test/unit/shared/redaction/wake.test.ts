import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bankNumbers } from '../../../../shared/redaction/bank/accounts.ts';
import { ibanEnd } from '../../../../shared/redaction/bank/iban.ts';
import { germanStreetAt } from '../../../../shared/redaction/contact/address/streets.ts';
import { nationalForms } from '../../../../shared/redaction/contact/phone-forms.ts';
import { scan } from '../../../../shared/redaction/engine/scan.ts';
import type { Token } from '../../../../shared/redaction/engine/token.ts';
import { documents, plates } from '../../../../shared/redaction/identifiers/documents.ts';
import { france } from '../../../../shared/redaction/identifiers/france.ts';
import { germany } from '../../../../shared/redaction/identifiers/germany.ts';
import { otherCountries } from '../../../../shared/redaction/identifiers/other-countries.ts';
import { spain } from '../../../../shared/redaction/identifiers/spain.ts';
import { unitedKingdom } from '../../../../shared/redaction/identifiers/united-kingdom.ts';
import { unitedStates } from '../../../../shared/redaction/identifiers/united-states.ts';
import { vat } from '../../../../shared/redaction/identifiers/vat.ts';
import { runs } from '../../../doubles/how-often.ts';

const rules = [...unitedStates, ...unitedKingdom, ...germany, ...spain, ...france, ...otherCountries, ...vat, ...documents, ...plates, ...bankNumbers];

const group = fc.integer({ min: 1, max: 9 }).chain((length) => fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: length, maxLength: length }));
const piece = fc.oneof(
  { weight: 4, arbitrary: group },
  { weight: 4, arbitrary: fc.constantFrom(' ', ' ', '-', '.', '/', '_', ' - ', '--', ',', ', ', '(', ')', '+', ':', '#', '\n') },
  { weight: 2, arbitrary: fc.constantFrom('A', 'AB', 'ABC', 'x', 'XYZ', 'DE', 'Am Markt', 'Hauptstraße', 'Hauptstr.', 'Weg') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '219-09-9998', '912 70 1234', 'AB123456C', 'AB 12 34 56 C', '943 476 5919', '86095742719', '12.345.678-Z', 'X1234567L', '2 69 05 49 588 157 80', 'DE89 3704 0044 0532 0130 00', 'DE 89 3704', '85.07.30-033.28', '60-16-13', '1234 BCD', '12 34 56 78 A 90 1',
      '06 39 98 12 34', '(415) 555-0132', '1-800-555-0199', '0171 3920012', '612 345 678', '192.168.1.20', '00-1A-2B-3C-4D-5E', '001a.2b3c.4d5e', '52.520008, 13.404954', 'Hauptstraße 12', 'Am Markt 4',
    ),
  },
);
const texts = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(''));

/** Each token of a text, with whether it wakes who is named. */
function eachToken(text: string, name: 'identifierTokens' | 'phoneTokens' | 'ibanTokens' | 'streetTokens', look: (token: Token, wakes: boolean) => void): void {
  const scanned = scan(text, [{ start: 0, end: text.length }]);
  const woken = new Set(scanned[name].tokens);
  for (const token of scanned.tokens) look(token, woken.has(token));
}

function isAt(pattern: RegExp, text: string, start: number): boolean {
  pattern.lastIndex = start;
  return pattern.test(text);
}

describe('a number that wakes nobody begins nothing', () => {
  test('no identifier, in whatever form', () => {
    fc.assert(
      fc.property(texts, (text) =>
        eachToken(text, 'identifierTokens', ({ start }, wakes) => {
          // What goes on with a number that began before is that number's.
          if (!wakes && !/\d[-./,]$/.test(text.slice(0, start))) expect(rules.filter(({ form }) => isAt(form, text, start))).toEqual([]);
        }),
      ),
      runs(1000),
    );
  });

  test('no telephone number of any country', () => {
    fc.assert(
      fc.property(texts, (text) =>
        eachToken(text, 'phoneTokens', ({ start, digits, letters }, wakes) => {
          if (wakes || letters > 0 || /(?:\d[-./,:]|[#$_=])$/.test(text.slice(0, start))) return;
          const long = scan(text, [{ start: 0, end: text.length }]).regions.some((region) => region.start <= start && start < region.end && region.digits >= 6);
          if (long) expect(nationalForms(Number(text.charAt(start)), digits).filter(({ pattern, digits: [least] }) => isAt(pattern, text, start) && text.slice(start, pattern.lastIndex).replace(/\D/g, '').length >= least)).toEqual([]);
        }),
      ),
      runs(1000),
    );
  });

  test('no IBAN, and no house number of a German street', () => {
    fc.assert(
      fc.property(texts, (text) => {
        eachToken(text, 'ibanTokens', ({ start }, wakes) => {
          if (!wakes) for (const from of [start, start - 2, start - 3]) expect(from < 0 ? null : ibanEnd(text, from)).toBeNull();
        });
        eachToken(text, 'streetTokens', ({ start, end, digits, letters }, wakes) => {
          if (!wakes && digits <= 4 && letters <= 1) expect(/^\d/.test(text.slice(start)) ? germanStreetAt(text, start, end) : null).toBeNull();
        });
      }),
      runs(1000),
    );
  });
});

test('rows of single digits, dotted ones, pairs and digits with a plus wake nobody, however long', () => {
  for (const row of ['4 '.repeat(50), '1.1.'.repeat(50), '12-'.repeat(50), '+1 '.repeat(50)]) {
    const { identifierTokens, phoneTokens, ibanTokens, streetTokens } = scan(row, [{ start: 0, end: row.length }]);
    // The first of a row has nothing before it.
    expect([identifierTokens, phoneTokens, ibanTokens, streetTokens].map(({ tokens }) => tokens.length <= 1)).toEqual([true, true, true, true]);
  }
});
