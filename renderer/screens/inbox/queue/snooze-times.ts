/** The moments that are offered to snooze until, in the reader's zone. Milliseconds since 1970. */
export type SnoozeChoice = 'later' | 'tomorrow' | 'monday' | 'week';

const hour = 3_600_000;
/** When a morning begins, and what still counts as today, in hours of the clock. */
const morning = 9;
const evening = 22;

/** That many days on, at nine: by the calendar, whatever the clocks do in between. */
function morningIn(now: number, days: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, morning).getTime();
}

/** A full hour, three hours from now at least; null where that is no longer today. */
function laterToday(now: number): number | null {
  const date = new Date(now + 3 * hour);
  if (date.getMinutes() > 0 || date.getSeconds() > 0 || date.getMilliseconds() > 0) date.setHours(date.getHours() + 1, 0, 0, 0);
  return date.toDateString() === new Date(now).toDateString() && date.getHours() <= evening ? date.getTime() : null;
}

/** In the order they are offered. Tomorrow may be Monday: then it stands there once. */
export function snoozeTimes(now: number): readonly (readonly [SnoozeChoice, number])[] {
  const later = laterToday(now);
  const tomorrow = morningIn(now, 1);
  // 1 to 7 days on: on a Monday it is the next one.
  const monday = morningIn(now, ((8 - new Date(now).getDay()) % 7) || 7);
  return [
    ...(later === null ? [] : [['later', later] as const]),
    ['tomorrow', tomorrow],
    ...(monday === tomorrow ? [] : [['monday', monday] as const]),
    ...(morningIn(now, 7) === monday ? [] : [['week', morningIn(now, 7)] as const]),
  ];
}
