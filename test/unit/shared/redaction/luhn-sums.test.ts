import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LuhnSums, luhnValid } from '../../../../shared/redaction/cards/luhn.ts';
import { runs } from '../../../doubles/how-often.ts';

test('sums of a long row say of each stretch of it what reading the stretch says', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 60 }), (digits) => {
      const sums = new LuhnSums(digits);
      for (let start = 0; start + 12 <= digits.length; start++) for (let end = start + 12; end <= Math.min(digits.length, start + 19); end++) expect(sums.isValid(start, end)).toBe(luhnValid(digits, start, end));
    }),
    runs(300),
  );
});

test('a card in a long row of other numbers is found by its sums', () => {
  const digits = Array.from('99999999991111111111424242424242424299', Number);
  expect(new LuhnSums(digits).isValid(20, 36)).toBe(true);
  expect(new LuhnSums(digits).isValid(20, 37)).toBe(false);
});
