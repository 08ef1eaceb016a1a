import { z } from 'zod';

/** "HH:MM", 00:00 to 24:00. */
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'A time such as 09:00.');

const knownZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** When somebody is there to answer: hours of each weekday in one time zone, but for whole days off. */
export const BusinessHours = z.object({
  /** IANA time zone, such as Europe/Stockholm. */
  timeZone: z.string().max(60).refine(knownZone, 'A time zone such as Europe/Berlin.'),
  hours: z
    .array(z.object({ day: z.enum(weekdays), from: TimeOfDay, to: TimeOfDay }).refine(({ from, to }) => from < to, 'The end must be after the beginning.'))
    .max(50),
  /** Whole days, as YYYY-MM-DD in that zone. */
  daysOff: z.array(z.iso.date()).max(400).default([]),
});
export type BusinessHours = z.infer<typeof BusinessHours>;

/** Whether somebody is there at that time (Unix milliseconds), in the hours' own time zone: also over a change to summer time. */
export function isOpen({ timeZone, hours, daysOff }: BusinessHours, at: number): boolean {
  const { date, day, time } = localTime(timeZone, at);
  return !daysOff.includes(date) && hours.some((span) => span.day === day && span.from <= time && time < span.to);
}

function localTime(timeZone: string, at: number): { readonly date: string; readonly day: (typeof weekdays)[number]; readonly time: string } {
  const written = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const parts = new Map(written.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = weekdays.find((each) => each === part('weekday').toLowerCase()) ?? 'mon';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, day, time: `${part('hour')}:${part('minute')}` };
}
