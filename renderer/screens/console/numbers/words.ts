import type { IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { Figures, FiguresRow, Numbers } from '../../../../shared/domain/numbers.ts';
import { locale, messages, say } from '../../../languages/spoken.ts';
import { figures } from '../../../words/counts.ts';
import { saidAgain } from '../../../words/said.ts';
import { words as transcriptWords } from '../../inbox/transcript/words.ts';

const t = messages.numbers;

export const words = {
  ...t,
  nineOfTen: (time: number) => say(t.nineOfTen, { time: durationWords(time) }),
  keptOf: (kept: number, all: number) => say(t.keptOf, { kept, all }),
  overdue: (n: number) => say(t.overdue, { n }),
  reopened: (n: number) => say(t.reopened, { n }),
  ratings: ({ count: n, sum }: Figures['rated']) => (n === 0 ? t.noRatings : say(t.ratings, { n, mean: oneDecimal.format(sum / n) })),
  plotWords: (title: string, days: number, most: number) => say(t.plotWords, { title, days, most }),
  asTableOf: (title: string) => say(t.asTableOf, { title }),
  since: (at: number) => say(t.since, { date: calendarDay.format(at) }),
};

// A day of the company's is the same day for each reader: at noon of it in UTC.
const calendarDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });

export const dayWords = (day: string): string => calendarDay.format(Date.parse(day));
export const shortDayWords = (day: string): string => shortDay.format(Date.parse(day));
export const timeWords = ({ from, to, timeZone }: Numbers): string => say(t.of, { from: dayWords(from), to: dayWords(to), zone: timeZone });

/** Working time: "12 min", "3 h 20 min", "26 h". @param time milliseconds */
export function durationWords(time: number): string {
  const minutes = Math.round(time / 60_000);
  if (minutes < 1) return t.underMinute;
  if (minutes < 60) return say(t.minutes, { n: minutes });
  if (minutes < 600 && minutes % 60 !== 0) return say(t.hoursMinutes, { h: Math.floor(minutes / 60), m: minutes % 60 });
  return say(t.hours, { n: Math.round(minutes / 60) });
}

export const timeOrDash = (time: number | null): string => (time === null ? '–' : durationWords(time));

/** Null where no promise was due. */
export function keptShare({ kept, broken }: Figures): number | null {
  return kept + broken === 0 ? null : kept / (kept + broken);
}
/** Null without a rating. */
export const satisfiedShare = ({ rated }: Figures): number | null => (rated.count === 0 ? null : rated.satisfied / rated.count);
export const percentWords = (share: number | null): string => (share === null ? '–' : wholePercent.format(share));

/** How a figure has changed, in words; null where there is nothing to compare with. */
export function changeWords(now: number | null, before: number | null | undefined, shown: (value: number) => string): { readonly way: 'up' | 'down' | 'same'; readonly words: string } | null {
  if (before === undefined || now === null) return null;
  if (before === null || before === 0) return now === 0 ? { way: 'same', words: t.same } : { way: 'up', words: t.fromNothing };
  const percent = Math.abs(now - before) / before;
  if (Math.round(percent * 100) === 0) return { way: 'same', words: t.same };
  const way = now > before ? 'up' : 'down';
  return { way, words: say(way === 'up' ? t.up : t.down, { percent: wholePercent.format(percent), before: shown(before) }) };
}

export function rowName({ id, name }: FiguresRow, by: NonNullable<Numbers['by']>): string {
  return name ?? (id === '' ? t.nobody[by] : t.gone);
}

export const count = figures;

/** Null where there is nothing to say: the person has changed their mind. */
export function savedWords(saved: IpcOutput<'numbers.save'>): string | null {
  switch (saved.kind) {
    case 'saved':
      return t.saved;
    case 'cancelled':
      return null;
    case 'busy':
      return t.busy;
    case 'unreachable':
      return messages.console.notAnswered;
    case 'refused':
      return saidAgain(saved.message);
    case 'not-written':
      return transcriptWords.notWritten[saved.why];
  }
}
