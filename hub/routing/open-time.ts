import { Temporal } from 'temporal-polyfill';
import { type BusinessHours, weekdays } from '../../shared/domain/business-hours.ts';

/** How far ahead opening hours are looked for: a company that is closed for longer has no clock. */
const mostDays = 400;

/**
 * The time at which so much open time has gone by: closed hours and days off do not count.
 * @param from Unix milliseconds
 * @param wanted milliseconds of open time
 * @param hours null: always open
 * @returns Unix milliseconds; null where it never comes about within some thirteen months
 */
export function afterOpenTime(hours: BusinessHours | null, from: number, wanted: number): number | null {
  if (hours === null) return from + wanted;
  let left = wanted;
  let day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(hours.timeZone).toPlainDate();
  for (let number = 0; number < mostDays; number += 1) {
    for (const [begins, ends] of spansOf(hours, day)) {
      const start = Math.max(begins, from);
      if (ends <= start) continue;
      if (ends - start >= left) return start + left;
      left -= ends - start;
    }
    day = day.add({ days: 1 });
  }
  return null;
}

/**
 * How much open time there is from one point to another.
 * @param hours null: always open
 * @returns milliseconds; 0 where the end is not after the beginning
 */
export function openTimeBetween(hours: BusinessHours | null, from: number, to: number): number {
  if (hours === null) return Math.max(0, to - from);
  let sum = 0;
  let day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(hours.timeZone).toPlainDate();
  // A day is looked at as long as it has begun; a wait of years ends the loop by its own length.
  while (day.toZonedDateTime(hours.timeZone).epochMilliseconds < to) {
    for (const [begins, ends] of spansOf(hours, day)) sum += Math.max(0, Math.min(ends, to) - Math.max(begins, from));
    day = day.add({ days: 1 });
  }
  return sum;
}

/** When a day's hours begin and end, in Unix milliseconds, in order and without overlap: 23 or 25 hours of a day are what they are. */
function spansOf({ timeZone, hours, daysOff }: BusinessHours, day: Temporal.PlainDate): (readonly [number, number])[] {
  if (daysOff.includes(day.toString())) return [];
  const name = weekdays[day.dayOfWeek - 1];
  const moment = (time: string): number => {
    const [on, at] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time];
    return on.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds;
  };
  const spans = hours.filter((span) => span.day === name).map(({ from, to }) => [moment(from), moment(to)] as const);
  const apart: [number, number][] = [];
  for (const [begins, ends] of spans.toSorted(([a], [b]) => a - b)) {
    const last = apart.at(-1);
    if (last !== undefined && begins <= last[1]) last[1] = Math.max(last[1], ends);
    else apart.push([begins, ends]);
  }
  return apart;
}
