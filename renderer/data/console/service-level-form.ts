import { Priority } from '../../../shared/domain/conversation.ts';
import { ServiceLevel, Target } from '../../../shared/domain/service-level.ts';

export const promises = ['first', 'next'] as const;
export type Promised = (typeof promises)[number];

/** Minutes as typed, under `priority.promise`; empty where nothing is promised. */
export type ServiceLevelForm = Readonly<Record<string, string>>;

export const levelField = (priority: Priority, promised: Promised): string => `${priority}.${promised}`;

const fields = Priority.options.flatMap((priority) => promises.map((promised) => ({ priority, promised, field: levelField(priority, promised) })));

export function serviceLevelFormOf(level: ServiceLevel): ServiceLevelForm {
  return Object.fromEntries(fields.map(({ priority, promised, field }) => [field, String(level[priority][promised] ?? '')]));
}

export type ReadServiceLevel = { readonly kind: 'whole'; readonly level: ServiceLevel } | { readonly kind: 'wrong'; readonly fields: ReadonlySet<string> };

export function readServiceLevel(form: ServiceLevelForm): ReadServiceLevel {
  const minutes = (field: string): number | null => {
    const typed = (form[field] ?? '').trim();
    if (typed === '') return null;
    return /^\d{1,6}$/.test(typed) ? Number(typed) : Number.NaN;
  };
  const wrong = new Set(fields.filter(({ promised, field }) => !Target.safeParse({ [promised]: minutes(field) }).success).map(({ field }) => field));
  if (wrong.size > 0) return { kind: 'wrong', fields: wrong };
  const target = (priority: Priority): Target => ({ first: minutes(levelField(priority, 'first')), next: minutes(levelField(priority, 'next')) });
  return { kind: 'whole', level: ServiceLevel.parse({ low: target('low'), normal: target('normal'), high: target('high'), urgent: target('urgent') }) };
}
