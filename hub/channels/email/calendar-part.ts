import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { CalendarEntry, EntryTime } from '../../../shared/domain/mail-part.ts';

/** A longer calendar is a file and nothing else, in bytes. */
const longest = 256 * 1024;
/** Entries that are counted. */
const maxEntries = 1_000;
/** Kept until redaction has seen them and cuts them, in UTF-16 code units. */
const beforeRedaction = 2_000;

/** jCal (RFC 7265): a property is name, parameters, type, values; a component is name, properties, components. */
const Property = z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string()], z.unknown());
type Property = z.infer<typeof Property>;
const Component = z.tuple([z.string(), z.array(z.unknown()), z.array(z.unknown())]);

/**
 * The first entry of a calendar file (RFC 5545): title, place and times. Rules of repetition and descriptions of time zones are read by
 * nobody here: both can be made to take for ever. Null for what is no calendar, or has no entry.
 */
export function calendarEntry(bytes: Uint8Array): CalendarEntry | null {
  if (bytes.length > longest) return null;
  try {
    const parsed: unknown = ICAL.parse(new TextDecoder('utf-8').decode(bytes));
    return entryOf(parsed);
  } catch {
    return null;
  }
}

function entryOf(parsed: unknown): CalendarEntry | null {
  // Several calendars in one file: the first is shown.
  const calendar = Component.safeParse(Component.safeParse(parsed).success || !Array.isArray(parsed) ? parsed : parsed[0]).data;
  if (calendar?.[0] !== 'vcalendar') return null;
  const entries = calendar[2].slice(0, maxEntries).flatMap((each) => {
    const component = Component.safeParse(each).data;
    return component !== undefined && ['vevent', 'vtodo'].includes(component[0]) ? [component] : [];
  });
  const first = entries[0];
  if (first === undefined) return null;
  const of = propertiesIn(first[1]);
  const start = timeOf(of('dtstart'));
  return {
    kind: 'entry',
    asks: asked(textOf(propertiesIn(calendar[1])('method'))),
    title: textOf(of('summary')),
    place: textOf(of('location')),
    start,
    end: endOf(timeOf(of('dtend') ?? of('due')), start, textOf(of('duration'))),
    repeats: of('rrule') !== undefined || of('rdate') !== undefined,
    more: entries.length - 1,
  };
}

function propertiesIn(all: readonly unknown[]): (name: string) => Property | undefined {
  return (name) => all.map((each) => Property.safeParse(each).data).find((property) => property?.[0] === name);
}

function textOf(property: Property | undefined): string {
  const value = property?.[3];
  return typeof value === 'string' ? value.replaceAll(/\s+/g, ' ').trim().slice(0, beforeRedaction) : '';
}

function asked(method: string): CalendarEntry['asks'] {
  switch (method.toUpperCase()) {
    case 'REQUEST':
      return 'invite';
    case 'CANCEL':
      return 'cancel';
    default:
      return null;
  }
}

function timeOf(property: Property | undefined): EntryTime | null {
  const value = property?.[3];
  if (property === undefined || typeof value !== 'string') return null;
  try {
    if (property[2] === 'date') return { kind: 'day', day: Temporal.PlainDate.from(value).toString() };
    if (value.endsWith('Z')) return moment(Temporal.Instant.from(value).epochMilliseconds);
    const wall = Temporal.PlainDateTime.from(value);
    const zone = typeof property[1]['tzid'] === 'string' ? property[1]['tzid'] : null;
    return (zone === null ? null : inZone(wall, zone)) ?? { kind: 'wall', wall: wall.toString(), zone: zone?.slice(0, beforeRedaction) ?? null };
  } catch {
    return null;
  }
}

const moment = (at: number): EntryTime | null => (at >= 0 ? { kind: 'moment', at } : null);

/** Null for a zone that only its sender knows. */
function inZone(wall: Temporal.PlainDateTime, zone: string): EntryTime | null {
  try {
    return moment(wall.toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return null;
  }
}

/** Of whole days a calendar names the day after the last (RFC 5545 section 3.6.1). */
function endOf(end: EntryTime | null, start: EntryTime | null, duration: string): EntryTime | null {
  if (end?.kind === 'day') {
    const last = Temporal.PlainDate.from(end.day).subtract({ days: 1 }).toString();
    return start?.kind === 'day' && last > start.day ? { kind: 'day', day: last } : null;
  }
  if (end !== null || duration === '' || start === null || start.kind === 'day') return end;
  try {
    const length = Temporal.Duration.from(duration);
    if (start.kind === 'wall') return { ...start, wall: Temporal.PlainDateTime.from(start.wall).add(length).toString() };
    return moment(start.at + length.total({ unit: 'milliseconds', relativeTo: Temporal.Instant.fromEpochMilliseconds(start.at).toZonedDateTimeISO('UTC') }));
  } catch {
    return null;
  }
}
