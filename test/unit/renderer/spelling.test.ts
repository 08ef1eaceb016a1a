import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carried } from '../../../renderer/data/spelling.ts';
import { runs } from '../../doubles/how-often.ts';

describe('lines under words while one writes on', () => {
  it('stay under what is before the change, move with what is behind it, and go from what is changed', () => {
    const places = [{ start: 0, end: 6 }, { start: 11, end: 18 }];
    expect(carried(places, 'parcle and recieve', 'parcle, so and recieve')).toEqual([{ start: 15, end: 22 }]);
    expect(carried(places, 'parcle and recieve', 'parcel and recieve')).toEqual([{ start: 11, end: 18 }]);
    expect(carried(places, 'parcle and recieve', 'parcle and recieved')).toEqual([{ start: 0, end: 6 }]);
  });

  it('are under the same letters as before, whatever is put in place of what', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 20 });
    fc.assert(
      fc.property(word, word, word, word, fc.nat(20), fc.nat(20), (head, taken, put, tail, at, length) => {
        const before = head + taken + tail;
        const start = Math.min(at, before.length);
        const place = { start, end: Math.min(start + length, before.length) };
        for (const { start: from, end } of carried([place], before, head + put + tail)) expect((head + put + tail).slice(from, end)).toBe(before.slice(place.start, place.end));
      }),
      runs(500),
    );
  });
});
