import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caretAfter, keptOfOneTime, wholeFactor } from '../../../renderer/screens/second-factor/second-factor.ts';
import { shownOneTimeCode } from '../../../shared/domain/typed-code.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('');
const code = fc.array(fc.constantFrom(...alphabet), { minLength: 16, maxLength: 16 }).map((letters) => letters.join(''));
const gap = fc.constantFrom('', '-', ' ', '–', '\t', ' - ');

describe('a one-time code as people type it', () => {
  it('is the same code in any case, with any gaps, and with O, I and L for the digits they look like', () => {
    fc.assert(
      fc.property(code, fc.array(gap, { minLength: 16, maxLength: 16 }), fc.boolean(), (whole, gaps, small) => {
        const typed = whole.split('').map((letter, place) => `${small ? letter.toLowerCase() : letter}${gaps[place] ?? ''}`).join('').replaceAll('0', 'o').replaceAll('1', small ? 'l' : 'I');
        expect(wholeFactor({ kind: 'one-time', text: keptOfOneTime(typed) }, 6)).toBe(whole);
      }),
    );
  });

  it('is nothing yet while a letter is missing, and nothing with one that never occurs', () => {
    expect(wholeFactor({ kind: 'one-time', text: '7Q4MZ09AKTXW3RB' }, 6)).toBeNull();
    expect(wholeFactor({ kind: 'one-time', text: '7Q4MZ09AKTXW3RBU' }, 6)).toBeNull();
  });

  it('keeps the caret after the same letter, however many groups are drawn', () => {
    fc.assert(
      fc.property(code, fc.nat(16), fc.nat(16), (whole, length, count) => {
        const shown = shownOneTimeCode(whole.slice(0, length));
        const before = Math.min(count, length);
        expect(shown.slice(0, caretAfter(shown, before)).replaceAll('-', '')).toBe(whole.slice(0, before));
      }),
    );
  });
});

it('a code of the authenticator is whole with as many digits as the organisation’s codes have', () => {
  expect(wholeFactor({ kind: 'app', text: '123456' }, 6)).toBe('123456');
  expect(wholeFactor({ kind: 'app', text: '123456' }, 8)).toBeNull();
  expect(wholeFactor({ kind: 'app', text: '12345' }, 6)).toBeNull();
});
