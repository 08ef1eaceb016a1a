import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaseIsEnding } from '../../../renderer/words/lease.ts';
import { calendarDays, countdown, dayAndTime, dayName, leaseWords, shortTime } from '../../../renderer/words/times.ts';

const at = (year: number, month: number, date: number, hours = 0, minutes = 0): number => new Date(year, month - 1, date, hours, minutes).getTime();
const now = at(2025, 9, 10, 15, 0);

describe('times in the reader’s zone', () => {
  it('counts days by the calendar, not by twenty-four hours', () => {
    expect(calendarDays(at(2025, 9, 9, 23, 59), at(2025, 9, 10, 0, 1))).toBe(1);
    expect(calendarDays(at(2025, 9, 10, 0, 1), at(2025, 9, 10, 23, 59))).toBe(0);
  });

  it('counts a day as a day where summer time begins or ends in between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 23 }), (days, from, to) => {
        expect(calendarDays(at(2025, 1, 1, from), at(2025, 1, 1 + days, to))).toBe(days);
      }),
    );
  });

  it('shortens a time for a list', () => {
    expect(shortTime(now - 20_000, now)).toBe('now');
    expect(shortTime(now - 12 * 60_000, now)).toBe('12 min');
    expect(shortTime(at(2025, 9, 10, 9, 5), now)).toMatch(/9[:.]05/);
    expect(shortTime(at(2025, 9, 8), now)).toBe(new Intl.DateTimeFormat(undefined, { weekday: 'short' }).format(at(2025, 9, 8)));
    expect(shortTime(at(2024, 9, 3), now)).toContain('2024');
  });

  it('says now for what a clock a little ahead has stamped', () => {
    expect(shortTime(now + 90_000, now)).toBe('now');
    expect(dayName(at(2025, 9, 11), now)).toBe('Today');
  });

  it('names near days', () => {
    expect(dayName(at(2025, 9, 9, 1), now)).toBe('Yesterday');
    expect(dayAndTime(at(2025, 9, 11, 18), now)).toMatch(/^tomorrow /);
    expect(dayAndTime(at(2025, 9, 9, 18), now)).toMatch(/^yesterday /);
  });

  it('says what the lease allows', () => {
    expect(leaseWords(at(2025, 9, 11, 18), now)).toMatch(/^Works offline until tomorrow /);
    expect(leaseWords(now - 1, now)).toBe('Needs a connection before the next unlock');
    expect(leaseWords(null, now)).toBe('Needs a connection to unlock');
  });

  it('says of a lease that ends today that it is today', () => {
    expect(leaseWords(at(2025, 9, 10, 18), now)).toMatch(/^Works offline until .*6[:.]00.* today$|^Works offline until 18[:.]00 today$/);
  });

  it('announces the last eight hours of a lease, and the last tenth of one that is not longer than that', () => {
    const hour = 3_600_000;
    expect(leaseIsEnding({ leaseUntil: now + 8 * hour + 1, leaseHours: 72 }, now)).toBe(false);
    expect(leaseIsEnding({ leaseUntil: now + 8 * hour, leaseHours: 72 }, now)).toBe(true);
    expect(leaseIsEnding({ leaseUntil: now + hour, leaseHours: 5 }, now)).toBe(false);
    expect(leaseIsEnding({ leaseUntil: now + hour / 2, leaseHours: 5 }, now)).toBe(true);
    expect(leaseIsEnding({ leaseUntil: null, leaseHours: 0 }, now)).toBe(false);
  });

  it('counts down by whole seconds and never below zero', () => {
    expect(countdown(now + 42_000, now)).toBe('0:42');
    expect(countdown(now + 3_600_000, now)).toBe('1:00:00');
    expect(countdown(now - 5000, now)).toBe('0:00');
    fc.assert(fc.property(fc.integer({ min: 0, max: 100_000 }), (seconds) => {
      const parts = countdown(now + seconds * 1000, now).split(':').map(Number);
      expect(parts.reduce((sum, part) => sum * 60 + part, 0)).toBe(seconds);
    }));
  });
});
