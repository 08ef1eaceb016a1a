import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phoneDigits } from '../../../../shared/domain/phone-number.ts';

describe('a telephone number as it is typed', () => {
  it.each([
    ['+49 30 901820', null, '4930901820'],
    ['0049 (30) 90 18 20', null, '4930901820'],
    ['030/901820', 'DE', '4930901820'],
    ['＋49 30 901820', null, '4930901820'],
    ['020 7946 0018', 'GB', '442079460018'],
    ['030 901820', null, null],
    ['hello', 'DE', null],
    ['', 'DE', null],
    ['030 901820 ext. 5', 'DE', null],
    ['030 901820', 'not a country', null],
  ])('%s, from %s, is %s', (typed, country, digits) => {
    expect(phoneDigits(typed, country)).toBe(digits);
  });

  it('is digits or nothing, whatever was typed, and the same again once it is international', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 40 }), fc.stringMatching(/^\+?[0-9 ()/.-]{3,25}$/)), fc.constantFrom(null, 'DE', 'US', 'FR'), (typed, country) => {
        const digits = phoneDigits(typed, country);
        if (digits === null) return;
        expect(digits).toMatch(/^[1-9]\d{2,16}$/);
        expect(phoneDigits(`+${digits}`, null)).toBe(digits);
      }),
      { numRuns: 500 },
    );
  });
});
