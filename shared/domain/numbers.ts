import { z } from 'zod';

/** The longest period that is counted, in days. */
export const mostDays = 366;

/**
 * Of which time: the latest days, today among them, or from one day to another, both of them whole. Days are those of the
 * company's time zone.
 */
export const Period = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latest'), days: z.union([z.literal(7), z.literal(30), z.literal(90)]) }),
  z
    .object({ kind: z.literal('days'), from: z.iso.date(), to: z.iso.date() })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'The end must not be before the beginning.' })
    .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < mostDays, { path: ['to'], message: `At most ${mostDays} days.` }),
]);
export type Period = z.infer<typeof Period>;

/** By what the figures are parted. */
export const Breakdown = z.enum(['channel', 'team', 'agent', 'tag']);
export type Breakdown = z.infer<typeof Breakdown>;

const Count = z.number().int().min(0);

/** How long something took, in milliseconds of working time: the median and the time within which nine of ten were done, both by nearest rank. */
export const Spread = z.object({ count: Count, median: Count.nullable(), p90: Count.nullable() });
export type Spread = z.infer<typeof Spread>;

/** What is counted of a period. Every customer who waited is counted when the wait ended. */
export const Figures = z.object({
  /** Conversations that began; what is set aside by a rule or comes from a blocked sender is none. */
  opened: Count,
  reopened: Count,
  /** Answers that ended a customer's wait. */
  answered: Count,
  resolved: Count,
  /** Times that a conversation was given to somebody. */
  assigned: Count,
  firstResponse: Spread,
  answer: Spread,
  /** From its beginning, or from when it was last opened again. */
  resolution: Spread,
  /** Waits that ended within the promised time, and after it. Without a promise they are in neither. */
  kept: Count,
  broken: Count,
  /** What customers said of it: how many, how many of them are satisfied, and the sum of their scores from 1 to 5. */
  rated: z.object({ count: Count, satisfied: Count, sum: Count }),
});
export type Figures = z.infer<typeof Figures>;

/** How many are open at this moment, and of how many the customer waits for longer than was promised. */
export const Standing = z.object({ open: Count, overdue: Count });
export type Standing = z.infer<typeof Standing>;

export const DayFigures = z.object({ day: z.iso.date(), opened: Count, answered: Count, resolved: Count, /** Open at the day's end, or now. */ backlog: Count });
export type DayFigures = z.infer<typeof DayFigures>;

export const FiguresRow = z.object({ id: z.string().max(64), /** Null: no team, nobody, no tag. */ name: z.string().max(320).nullable(), figures: Figures, standing: Standing });
export type FiguresRow = z.infer<typeof FiguresRow>;

/** What a lead looks at. */
export const Numbers = z.object({
  /** By what the rows are parted; null: there are none. */
  by: Breakdown.nullable(),
  /** IANA time zone by which days begin. */
  timeZone: z.string().max(60),
  from: z.iso.date(),
  to: z.iso.date(),
  /** Since when there is a ledger, in Unix milliseconds: nothing before it is counted. */
  since: z.number().int(),
  total: Figures,
  /** Of as long a time right before; null where the ledger does not reach back so far. */
  before: Figures.nullable(),
  standing: Standing,
  days: z.array(DayFigures).max(mostDays),
  rows: z.array(FiguresRow).max(500),
});
export type Numbers = z.infer<typeof Numbers>;
