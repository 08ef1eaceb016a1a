import type { CalendarEntry, EntryTime, MailPart } from '../../../../shared/domain/mail-part.ts';
import { locale, messages, say } from '../../../languages/spoken.ts';

const t = messages.attachments.part;
const schemes = { pgp: 'PGP', smime: 'S/MIME' } as const;

const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const time = { ...day, hour: 'numeric', minute: '2-digit' } as const;
const moments = new Intl.DateTimeFormat(locale, time);
/** What is not of the reader's zone is written as it stands. */
const days = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' });
const walls = new Intl.DateTimeFormat(locale, { ...time, timeZone: 'UTC' });

/** What a part of a mail is besides a file, one thing on a line; none for a file and nothing else. */
export function partWords(part: MailPart | undefined): readonly string[] {
  switch (part?.kind) {
    case undefined:
      return [];
    case 'encrypted':
      return [say(t.encrypted, { by: schemes[part.by] })];
    case 'signed':
      return [say(t.signed, { by: schemes[part.by] })];
    case 'entry':
      return entryWords(part);
    default:
      return part satisfies never;
  }
}

function entryWords({ asks, title, place, start, end, repeats, more }: CalendarEntry): readonly string[] {
  const kind = asks ?? 'other';
  return [
    title === '' ? say(t.untitled, { asks: kind }) : say(t.entry, { asks: kind, title }),
    ...(start === null ? [] : [spanWords(start, end)]),
    ...(place === '' ? [] : [say(t.place, { place })]),
    ...(repeats ? [t.repeats] : []),
    ...(more === 0 ? [] : [say(t.more, { n: more })]),
  ];
}

function spanWords(start: EntryTime, end: EntryTime | null): string {
  const first = pointOf(start);
  const last = end?.kind === start.kind ? pointOf(end) : first;
  const format = start.kind === 'moment' ? moments : start.kind === 'day' ? days : walls;
  // An end before the beginning is left out: it can only be wrong.
  const when = last > first ? format.formatRange(first, last) : format.format(first);
  if (start.kind !== 'wall') return when;
  return start.zone === null ? say(t.wallOnly, { when }) : say(t.wall, { when, zone: start.zone });
}

/** As milliseconds: of a day its midnight, of a time on the wall that of a clock in UTC. */
function pointOf(at: EntryTime): number {
  switch (at.kind) {
    case 'moment':
      return at.at;
    case 'day':
      return Date.parse(`${at.day}T00:00:00Z`);
    case 'wall':
      return Date.parse(`${at.wall}Z`);
    default:
      return at satisfies never;
  }
}
