import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstName, isQuiet, noticeWords, quieter } from '../../../../shared/domain/notices.ts';
import { runs } from '../../../doubles/how-often.ts';

describe('what a notification may show of a name', () => {
  it.each([
    ['Anna Müller-Größmann', 'Anna'],
    ['  Jean-Luc  P.', 'Jean-Luc'],
    ['O’Neill', 'O’Neill'],
    ['李 小龙', '李'],
    ['anna@mail.example', null],
    ['+49 30 901820', null],
    ['4242', null],
    ['[card', null],
    ['', null],
    ['A'.repeat(31), null],
  ])('%s: %s', (name, shown) => expect(firstName(name)).toBe(shown));

  it('is one word without a digit, an address or markup, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        const shown = firstName(name);
        if (shown === null) return;
        expect(name.trim().startsWith(shown)).toBe(true);
        expect(shown).not.toMatch(/[\d@<>&\s:/\\]/u);
        expect(shown.length).toBeLessThanOrEqual(30);
      }),
      runs(500),
    );
  });
});

describe('quiet hours', () => {
  it('go past midnight, begin with their first minute and end before their last', () => {
    const night = { from: 19 * 60, to: 7 * 60 };
    expect([19 * 60 - 1, 19 * 60, 0, 7 * 60 - 1, 7 * 60].map((minute) => isQuiet(night, minute))).toEqual([false, true, true, true, false]);
  });

  it('and their opposite make up the day', () => {
    const minuteOfDay = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(minuteOfDay, minuteOfDay, minuteOfDay, (from, to, minute) => {
        fc.pre(from !== to);
        expect(isQuiet({ from, to }, minute)).toBe(!isQuiet({ from: to, to: from }, minute));
        expect(isQuiet({ from, to: from }, minute)).toBe(false);
      }),
      runs(300),
    );
  });
});

it('of two wishes the one that says less holds', () => {
  for (const one of noticeWords) for (const other of noticeWords) expect([one, other]).toContain(quieter(one, other));
  expect([quieter('name', 'something'), quieter('something', 'name'), quieter('nothing', 'name'), quieter('name', 'name')]).toEqual(['something', 'something', 'nothing', 'name']);
});
