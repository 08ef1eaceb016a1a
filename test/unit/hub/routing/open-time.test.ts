import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterOpenTime, openTimeBetween } from '../../../../hub/routing/open-time.ts';
import { BusinessHours, isOpen, weekdays } from '../../../../shared/domain/business-hours.ts';

const minute = 60_000;
const hour = 60 * minute;
const shop = BusinessHours.parse({
  timeZone: 'Europe/Stockholm',
  hours: [...['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => ({ day, from: '09:00', to: '17:00' })), { day: 'sat', from: '22:00', to: '24:00' }],
  daysOff: ['2026-12-25'],
});
const after = (from: string, wanted: number, hours: BusinessHours | null = shop) => {
  const at = afterOpenTime(hours, Date.parse(from), wanted);
  return at === null ? null : new Date(at).toISOString();
};

describe('open time', () => {
  it.each([
    ['2026-11-30T08:00:00Z', hour, '2026-11-30T09:00:00.000Z', 'within a day'],
    ['2026-11-30T15:30:00Z', hour, '2026-12-01T08:30:00.000Z', 'over the night'],
    ['2026-11-30T05:00:00Z', hour, '2026-11-30T09:00:00.000Z', 'from before opening'],
    ['2026-12-04T15:30:00Z', hour, '2026-12-05T21:30:00.000Z', 'into Saturday night'],
    ['2026-12-05T22:00:00Z', 2 * hour, '2026-12-07T09:00:00.000Z', 'over midnight of a day that ends at 24:00'],
    ['2026-12-24T15:00:00Z', 2 * hour, '2026-12-26T22:00:00.000Z', 'past a day off'],
    ['2026-11-30T08:00:00Z', 8 * hour, '2026-11-30T16:00:00.000Z', 'exactly to closing'],
    ['2026-03-27T15:00:00Z', 2 * hour, '2026-03-28T22:00:00.000Z', 'before summer time begins'],
    ['2026-03-28T22:00:00Z', 2 * hour, '2026-03-30T08:00:00.000Z', 'over the beginning of summer time'],
  ])('from %s, %d ms later, is %s (%s)', (from, wanted, at, _why) => {
    expect(after(from, wanted)).toBe(at);
  });

  it('is all time where there are no hours, and never where every day is closed', () => {
    expect(after('2026-11-30T23:00:00Z', hour, null)).toBe('2026-12-01T00:00:00.000Z');
    expect(after('2026-11-30T23:00:00Z', hour, BusinessHours.parse({ timeZone: 'UTC', hours: [] }))).toBeNull();
  });

  it('counts an hour once that two spans share', () => {
    const twice = BusinessHours.parse({ timeZone: 'UTC', hours: [{ day: 'mon', from: '09:00', to: '12:00' }, { day: 'mon', from: '10:00', to: '11:00' }, { day: 'mon', from: '12:00', to: '13:00' }] });
    expect(after('2026-11-30T09:00:00Z', 4 * hour, twice)).toBe('2026-11-30T13:00:00.000Z');
  });

  it('goes by as the minutes that are open, whatever the hours and the zone', () => {
    const span = fc.record({ day: fc.constantFrom(...weekdays), from: fc.integer({ min: 0, max: 22 }), length: fc.integer({ min: 1, max: 23 }) });
    const two = (n: number) => String(n).padStart(2, '0');
    fc.assert(
      fc.property(
        fc.array(span, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('UTC', 'Europe/Stockholm', 'America/New_York', 'Australia/Lord_Howe'),
        fc.integer({ min: Date.parse('2026-03-20T00:00:00Z') / minute, max: Date.parse('2026-11-10T00:00:00Z') / minute }),
        fc.integer({ min: 1, max: 600 }),
        (spans, timeZone, begin, wanted) => {
          const hours = BusinessHours.parse({ timeZone, hours: spans.map(({ day, from, length }) => ({ day, from: `${two(from)}:00`, to: `${two(Math.min(24, from + length))}:00` })) });
          const end = afterOpenTime(hours, begin * minute, wanted * minute);
          expect(end).not.toBeNull();
          let open = 0;
          for (let at = begin * minute; at < (end ?? 0); at += minute) open += isOpen(hours, at) ? 1 : 0;
          expect(open).toBe(wanted);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('between two points is as much as goes by from the one to the other, and none backwards', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('2026-03-20T00:00:00Z'), max: Date.parse('2026-11-10T00:00:00Z') }), fc.integer({ min: 1, max: 40 * hour }), (from, wanted) => {
        const to = afterOpenTime(shop, from, wanted) ?? expect.fail('the shop opens again');
        expect(openTimeBetween(shop, from, to)).toBe(wanted);
        expect(openTimeBetween(shop, to, from)).toBe(0);
        expect(openTimeBetween(null, from, to)).toBe(to - from);
      }),
      { numRuns: 100 },
    );
    expect(openTimeBetween(BusinessHours.parse({ timeZone: 'UTC', hours: [] }), 0, 400 * 24 * hour)).toBe(0);
  });
});
