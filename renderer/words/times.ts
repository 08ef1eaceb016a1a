import { locale, messages, say } from '../languages/spoken.ts';

/**
 * Times in the reader's zone and manner. Every function takes the time it is now, so that a screen
 * decides how often it looks at the clock.
 */
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const t = messages.times;

const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' });
const shortWeekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });

/** Midnight at the start of the reader's day. */
function dayStart(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** Whole days between two points, by the calendar: 23:59 and 00:01 are a day apart. A day may have 23 or 25 hours. */
export function calendarDays(from: number, to: number): number {
  return Math.round((dayStart(to) - dayStart(from)) / day);
}

/** For a list: "now", "12 min", "14:02", "Tue", "3 Sep", "3 Sep 2024". Later than now counts as now: clocks differ a little. */
export function shortTime(at: number, now: number): string {
  const age = now - at;
  if (age < minute) return t.now;
  if (age < hour) return say(t.minutes, { n: Math.floor(age / minute) });
  const days = calendarDays(at, now);
  if (days === 0) return clockTime.format(at);
  if (days < 7) return shortWeekday.format(at);
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayAndMonth.format(at) : dayMonthYear.format(at);
}

/** For a heading between messages: "Today", "Yesterday", "Tuesday", "3 Sep 2024". */
export function dayName(at: number, now: number): string {
  const days = calendarDays(at, now);
  if (days <= 0) return t.today;
  if (days === 1) return t.yesterday;
  return days < 7 ? weekday.format(at) : dayMonthYear.format(at);
}

/** "3 Sep 2024". */
export const calendarDate = (at: number): string => dayMonthYear.format(at);
export const timeOfDay = (at: number): string => clockTime.format(at);
export const wholeTime = (at: number): string => whole.format(at);

/** A point near enough to be named by its weekday: "14:02", "yesterday 14:02", "Thursday 18:00", "3 Sep 2024, 18:00". */
export function dayAndTime(at: number, now: number): string {
  const days = calendarDays(now, at);
  if (days === 0) return clockTime.format(at);
  if (days === 1) return say(t.tomorrowAt, { time: clockTime.format(at) });
  if (days === -1) return say(t.yesterdayAt, { time: clockTime.format(at) });
  if (Math.abs(days) < 7) return say(t.dayAt, { day: weekday.format(at), time: clockTime.format(at) });
  return say(t.dateAt, { date: dayMonthYear.format(at), time: clockTime.format(at) });
}

/** A time to come, for a list: "09:00", "Tue 09:00", "3 Sep", "3 Sep 2027". */
export function shortUntil(at: number, now: number): string {
  const days = calendarDays(now, at);
  if (days === 0) return clockTime.format(at);
  if (days > 0 && days < 7) return `${shortWeekday.format(at)} ${clockTime.format(at)}`;
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? dayAndMonth.format(at) : dayMonthYear.format(at);
}

/** What the lease allows, in words: "Works offline until Thursday 18:00." */
export function leaseWords(until: number | null, now: number): string {
  if (until === null) return t.lease.needed;
  if (until <= now) return t.lease.over;
  return say(calendarDays(now, until) === 0 ? t.lease.untilToday : t.lease.until, { when: dayAndTime(until, now) });
}

/** Counts down: "0:42", "12:05", "1:00:00". Never below zero. */
export function countdown(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
