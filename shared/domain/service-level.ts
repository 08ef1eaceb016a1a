import { z } from 'zod';
import type { Priority } from './conversation.ts';

/** Minutes of open time within which a customer is to be answered; at most thirty days of 24 hours. */
const Minutes = z.number().int().min(1).max(30 * 24 * 60);

/** What the company promises itself: how soon the first answer goes out, and each one after it. Null: no such promise. */
export const Target = z.object({ first: Minutes.nullable().default(null), next: Minutes.nullable().default(null) });
export type Target = z.infer<typeof Target>;

const none = { first: null, next: null };

/** By priority. Minutes count within business hours, where there are any. */
export const ServiceLevel = z.object({
  low: Target.default(none),
  normal: Target.default(none),
  high: Target.default(none),
  urgent: Target.default(none),
} satisfies Record<Priority, z.ZodType>);
export type ServiceLevel = z.infer<typeof ServiceLevel>;

/** What the clock of a conversation looks like: there is time, it is nearly up, or it is over. */
export type DueState = 'ahead' | 'soon' | 'late';

/** Milliseconds before the end from which it is nearly up. */
const soon = 30 * 60_000;

export function dueState(dueAt: number, now: number): DueState {
  return now >= dueAt ? 'late' : dueAt - now <= soon ? 'soon' : 'ahead';
}
