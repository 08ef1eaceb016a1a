import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BusinessHours, isOpen, weekdays } from '../../../shared/domain/business-hours.ts';

const shop = BusinessHours.parse({
  timeZone: 'Europe/Stockholm',
  hours: [
    { day: 'mon', from: '09:00', to: '12:00' },
    { day: 'mon', from: '13:00', to: '17:00' },
    { day: 'sun', from: '00:00', to: '24:00' },
  ],
  daysOff: ['2026-12-28'],
});
const at = (moment: string) => Date.parse(moment);

describe('business hours', () => {
  it.each([
    ['2026-11-30T08:00:00Z', true, 'Monday 09:00 in Stockholm, in winter'],
    ['2026-11-30T07:59:59Z', false, 'a second before'],
    ['2026-11-30T11:00:00Z', false, 'lunch begins at 12:00'],
    ['2026-11-30T15:59:59Z', true, 'a second before closing'],
    ['2026-11-30T16:00:00Z', false, 'closing'],
    ['2026-07-06T07:00:00Z', true, 'the same hour by the clock on the wall, in summer'],
    ['2026-07-06T15:00:00Z', false, 'and its end'],
    ['2026-12-28T10:00:00Z', false, 'a Monday off'],
    ['2026-12-27T23:30:00Z', false, 'that day has begun in Stockholm'],
    ['2026-12-27T22:59:59Z', true, 'the last second of Sunday'],
    ['2026-12-01T10:00:00Z', false, 'a day without hours'],
  ])('%s: open %s (%s)', (moment, open) => {
    expect(isOpen(shop, at(moment))).toBe(open);
  });

  it('is open all the time where every day is from midnight to midnight, in any zone, over changes of the clock too', () => {
    const always = weekdays.map((day) => ({ day, from: '00:00', to: '24:00' }));
    fc.assert(
      fc.property(fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'Australia/Lord_Howe'), fc.integer({ min: 0, max: 4_102_444_800_000 }), (timeZone, moment) => {
        expect(isOpen(BusinessHours.parse({ timeZone, hours: always }), moment)).toBe(true);
      }),
    );
  });

  it.each<[object, string]>([
    [{ timeZone: 'Europe/Atlantis', hours: [] }, 'a zone that is not there'],
    [{ timeZone: 'UTC', hours: [{ day: 'mon', from: '17:00', to: '09:00' }] }, 'an end before the beginning'],
    [{ timeZone: 'UTC', hours: [{ day: 'mon', from: '9:00', to: '24:30' }] }, 'times that are none'],
    [{ timeZone: 'UTC', hours: [], daysOff: ['2026-02-30'] }, 'a day that is not there'],
  ])('refuses %j: %s', (hours, _why) => {
    expect(BusinessHours.safeParse(hours).success).toBe(false);
  });
});
