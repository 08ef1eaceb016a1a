import { Satisfaction } from '../../../shared/domain/satisfaction.ts';

/** As it is typed. */
export interface SatisfactionForm {
  readonly channels: readonly string[];
  readonly everyDays: string;
  readonly text: string;
}

export const satisfactionFormOf = ({ channels, everyDays, text }: Satisfaction): SatisfactionForm => ({ channels, everyDays: String(everyDays), text: text ?? '' });

export type ReadSatisfaction = { readonly kind: 'whole'; readonly satisfaction: Satisfaction } | { readonly kind: 'wrong'; readonly fields: ReadonlySet<string> };

export function readSatisfaction({ channels, everyDays, text }: SatisfactionForm): ReadSatisfaction {
  const read = Satisfaction.safeParse({ channels: [...channels], everyDays: /^\d{1,3}$/.test(everyDays.trim()) ? Number(everyDays) : Number.NaN, text });
  return read.success ? { kind: 'whole', satisfaction: read.data } : { kind: 'wrong', fields: new Set(read.error.issues.map(({ path }) => String(path[0]))) };
}
