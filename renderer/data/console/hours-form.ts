import { BusinessHours, weekdays } from '../../../shared/domain/business-hours.ts';

type Day = (typeof weekdays)[number];

/** Business hours as their form holds them: each day's as typed ("09:00-12:00, 13:00-17:00"), days off one in a line. */
export interface HoursForm {
  readonly timeZone: string;
  readonly days: Readonly<Record<Day, string>>;
  readonly daysOff: string;
}

/** @param zone the reader's own, where there are no hours yet */
export function hoursFormOf(hours: BusinessHours | null, zone: string): HoursForm {
  const ofDay = (day: Day): string => (hours?.hours ?? []).filter((span) => span.day === day).map(({ from, to }) => `${from}-${to}`).join(', ');
  return {
    timeZone: hours?.timeZone ?? zone,
    days: { mon: ofDay('mon'), tue: ofDay('tue'), wed: ofDay('wed'), thu: ofDay('thu'), fri: ofDay('fri'), sat: ofDay('sat'), sun: ofDay('sun') },
    daysOff: (hours?.daysOff ?? []).join('\n'),
  };
}

export type ReadHours = { readonly kind: 'whole'; readonly hours: BusinessHours | null } | { readonly kind: 'wrong'; readonly fields: ReadonlySet<string> };

/** The hours of a form; null where no day has any. Fields are `timeZone`, `daysOff` and the days. */
export function readHours({ timeZone, days, daysOff }: HoursForm): ReadHours {
  const wrong = new Set<string>();
  const hours = weekdays.flatMap((day) =>
    days[day].split(',').flatMap((span) => {
      if (span.trim() === '') return [];
      const match = /^\s*(\d{1,2}[:.]\d{2})\s*[-–]\s*(\d{1,2}[:.]\d{2})\s*$/.exec(span);
      if (match === null) wrong.add(day);
      return match === null ? [] : [{ day, from: clock(match[1] ?? ''), to: clock(match[2] ?? '') }];
    }),
  );
  const off = daysOff.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  const parsed = BusinessHours.safeParse({ timeZone: timeZone.trim(), hours, daysOff: off });
  for (const { path } of parsed.success ? [] : parsed.error.issues) wrong.add(path[0] === 'hours' ? (hours[Number(path[1])]?.day ?? 'mon') : String(path[0]));
  if (wrong.size > 0 || !parsed.success) return { kind: 'wrong', fields: wrong };
  return { kind: 'whole', hours: hours.length === 0 ? null : parsed.data };
}

const clock = (typed: string): string => typed.replace('.', ':').padStart(5, '0');
