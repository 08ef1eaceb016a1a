import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSatisfaction, satisfactionFormOf } from '../../../renderer/data/console/satisfaction-form.ts';
import { axis, lineOf } from '../../../renderer/screens/console/numbers/plot-places.ts';
import { changeWords, durationWords } from '../../../renderer/screens/console/numbers/words.ts';
import { Satisfaction } from '../../../shared/domain/satisfaction.ts';
import { runs } from '../../doubles/how-often.ts';

const minute = 60_000;

describe('a plot', () => {
  it('has whole numbers at its side, and room for the most, whatever that is', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (most) => {
        const { top, ticks } = axis(most);
        expect(top).toBeGreaterThanOrEqual(Math.max(1, most));
        expect(top).toBeLessThanOrEqual(Math.max(1, most * 2));
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect([ticks[0], ticks.at(-1)]).toEqual([0, top]);
      }),
      runs(300),
    );
  });

  it('draws each day in its place, from edge to edge, and nothing beside the axes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5_000), { minLength: 1, maxLength: 400 }), (values) => {
        const { top } = axis(Math.max(...values));
        const { path } = lineOf(values, { width: 600, height: 140, days: values.length, top });
        const points = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
        expect(points).toHaveLength(values.length);
        for (const { x, y } of points) expect(x >= 0 && x <= 600 && y >= 0 && y <= 140).toBe(true);
        if (values.length > 1) expect([points[0]?.x, points.at(-1)?.x]).toEqual([0, 600]);
      }),
      runs(100),
    );
  });

  it('of many days is a line alone, of one day a point', () => {
    const place = { width: 600, height: 140, days: 90, top: 10 };
    expect(lineOf(Array.from({ length: 90 }, () => 5), place).points).toEqual([]);
    expect(lineOf([5], { ...place, days: 1 }).points).toEqual([{ x: 300, y: 70 }]);
  });
});

describe('in words', () => {
  it.each([[10_000, 'under 1 min'], [12 * minute, '12 min'], [60 * minute, '1 h'], [80 * minute, '1 h 20 min'], [26.4 * 60 * minute, '26 h'], [59.6 * minute, '1 h']])('%d ms is “%s”', (time, words) => expect(durationWords(time)).toBe(words));

  it('a change says the way, how much, and from what; where nothing was before it says that', () => {
    expect(changeWords(30 * minute, 40 * minute, durationWords)).toEqual({ way: 'down', words: 'Down 25%, from 40 min' });
    expect(changeWords(120, 100, String)).toEqual({ way: 'up', words: 'Up 20%, from 100' });
    expect(changeWords(1_000, 1_001, String)).toEqual({ way: 'same', words: 'As before' });
    expect(changeWords(5, 0, String)).toEqual({ way: 'up', words: 'None before' });
    expect(changeWords(0, 0, String)).toEqual({ way: 'same', words: 'As before' });
    expect([changeWords(5, undefined, String), changeWords(null, 5, String)]).toEqual([null, null]);
  });
});

describe('what customers are asked, as it is typed', () => {
  it('is read back as it was set', () => {
    const set = Satisfaction.parse({ channels: ['a'], everyDays: 60, text: 'Was it good?' });
    expect(readSatisfaction(satisfactionFormOf(set))).toEqual({ kind: 'whole', satisfaction: set });
    const ours = Satisfaction.parse({ channels: ['a'], text: ' ' });
    expect(ours.text, 'left empty').toBeNull();
    expect(readSatisfaction(satisfactionFormOf(ours))).toEqual({ kind: 'whole', satisfaction: ours });
  });

  it.each([['everyDays', '0'], ['everyDays', '366'], ['everyDays', '3.5'], ['everyDays', ''], ['everyDays', 'ten'], ['text', 'a'.repeat(1_001)]])('%s as %j is named as wrong', (field, typed) => {
    expect(readSatisfaction({ channels: [], everyDays: '30', text: 'Good?', [field]: typed })).toEqual({ kind: 'wrong', fields: new Set([field]) });
  });
});
