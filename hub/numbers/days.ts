import { Temporal } from 'temporal-polyfill';
import type { Period } from '../../shared/domain/numbers.ts';

/** One day, or as much of it as has gone by: from its beginning, and before its end, in Unix milliseconds. */
export interface Day {
  readonly day: string;
  readonly from: number;
  readonly to: number;
}

/** A stretch of time of which figures are made: from its beginning, and before its end, in Unix milliseconds. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface CountedTime extends Stretch {
  /** The whole days that were asked for. */
  readonly first: string;
  readonly last: string;
  /** Those that have begun. */
  readonly days: readonly Day[];
  /** As many days right before; where the period is not over, up to the same time of day. */
  readonly before: Stretch;
}

/** The time that a period is at this moment, by the calendar of a time zone: a day may have 23 or 25 hours. Nothing of it lies ahead. */
export function countedTime(period: Period, timeZone: string, now: number): CountedTime {
  const at = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const today = at.toPlainDate();
  const [first, last] =
    period.kind === 'latest' ? [today.subtract({ days: period.days - 1 }), today] : [Temporal.PlainDate.from(period.from), Temporal.PlainDate.from(period.to)];
  const begins = (day: Temporal.PlainDate): number => day.toZonedDateTime(timeZone).epochMilliseconds;
  const count = first.until(last, { largestUnit: 'days' }).days + 1;
  const days = Array.from({ length: count }, (_, place) => first.add({ days: place }))
    .map((day): Day => ({ day: day.toString(), from: begins(day), to: Math.min(begins(day.add({ days: 1 })), now) }))
    .filter((day) => day.from < now);
  const end = Math.min(begins(last.add({ days: 1 })), now);
  const running = Temporal.PlainDate.compare(first, today) <= 0 && Temporal.PlainDate.compare(today, last) <= 0;
  return {
    first: first.toString(),
    last: last.toString(),
    from: begins(first),
    to: Math.max(begins(first), end),
    days,
    before: { from: begins(first.subtract({ days: count })), to: running ? at.subtract({ days: count }).epochMilliseconds : begins(first) },
  };
}
