import type { NumbersWish } from '../../shared/contract/console/numbers.ts';
import type { Figures, FiguresRow, Numbers } from '../../shared/domain/numbers.ts';

const day = 86_400_000;
const minute = 60_000;

const figuresOf = (share: number, slower = 1): Figures => ({
  opened: Math.round(1_210 * share),
  reopened: Math.round(84 * share),
  answered: Math.round(1_684 * share),
  resolved: Math.round(1_196 * share),
  assigned: Math.round(1_302 * share),
  firstResponse: { count: Math.round(1_150 * share), median: Math.round(38 * slower) * minute, p90: Math.round(164 * slower) * minute },
  answer: { count: Math.round(1_684 * share), median: Math.round(52 * slower) * minute, p90: Math.round(214 * slower) * minute },
  resolution: { count: Math.round(1_100 * share), median: Math.round(412 * slower) * minute, p90: Math.round(1_905 * slower) * minute },
  kept: Math.round(1_480 * share),
  broken: Math.round(131 * share * slower),
  rated: { count: Math.round(214 * share), satisfied: Math.round(188 * share), sum: Math.round(920 * share) },
});

const names: Readonly<Record<NonNullable<NumbersWish['by']>, readonly (readonly [string | null, number])[]>> = {
  channel: [['Support mailbox', 0.55], ['Nordlicht WhatsApp', 0.3], ['Shop chat', 0.15]],
  team: [['Orders', 0.5], ['Returns and warranty claims of the northern countries', 0.35], [null, 0.15]],
  agent: [['Jana Okafor-Lindström', 0.4], ['Maximilian Freiherr von Schwarzenfeld', 0.3], ['Ada Okafor', 0.25], [null, 0.05]],
  tag: [['Returns', 0.3], ['Delivery', 0.28], ['Invoice', 0.1], [null, 0.32]],
};

/** A company's numbers, the same at each look. @param now Unix milliseconds */
export function numbersOf({ period, by }: NumbersWish, now: number, since = now - 400 * day): Numbers {
  const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const [from, to] = period.kind === 'latest' ? [date(now - (period.days - 1) * day), date(now)] : [period.from, period.to];
  const days = Array.from({ length: (Date.parse(to) - Date.parse(from)) / day + 1 }, (_, at) => {
    const wave = 40 + 18 * Math.sin(at / 2.2) - (at % 7 > 4 ? 24 : 0);
    return { day: date(Date.parse(from) + at * day), opened: Math.round(wave), answered: Math.round(wave * 1.3), resolved: Math.round(wave * 0.97), backlog: Math.round(86 + 14 * Math.sin(at / 4)) };
  });
  const rows = by === null ? [] : names[by].map(([name, share], at): FiguresRow => ({ id: name === null ? '' : `00000031-0000-4000-8000-00000000000${at}`, name, figures: figuresOf(share, 1 + at / 5), standing: { open: Math.round(92 * share), overdue: Math.round(7 * share) } }));
  return { by, timeZone: 'Europe/Berlin', from, to, since, total: figuresOf(1), before: figuresOf(0.9, 1.2), standing: { open: 92, overdue: 7 }, days, rows };
}
