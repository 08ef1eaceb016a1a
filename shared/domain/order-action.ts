import { z } from 'zod';
import { Currency, Minor, type Money } from './money.ts';
import { can, type Permission, type Role } from './permission.ts';
import { isAtLeast, Verification } from './verification.ts';

/** What an agent can do to a customer's order in its shop. */
export const orderActs = ['cancel', 'refund', 'address', 'confirmation', 'note'] as const;
export const OrderAct = z.enum(orderActs);
export type OrderAct = z.infer<typeof OrderAct>;

export const actPermission = {
  cancel: 'order.cancel',
  refund: 'order.refund',
  address: 'order.address',
  confirmation: 'order.confirmation',
  note: 'order.note',
} as const satisfies Readonly<Record<OrderAct, Permission>>;

/** From which level of verification on each role may; a role that is left out may not. */
export const ActRule = z.strictObject({ agent: Verification.optional(), lead: Verification.optional() });
export type ActRule = z.infer<typeof ActRule>;
export type ActRole = keyof ActRule;
export const actRoles = ['agent', 'lead'] as const satisfies readonly ActRole[];

/** How much may be given back, in the smallest unit of one currency. */
export const RefundLimit = z
  .strictObject({
    currency: Currency,
    /** Up to which one refund needs nobody else. */
    alone: Minor,
    /** Up to which one refund may go at all, once a lead has said yes. */
    most: Minor,
    /** How much one agent may give back in an hour, all of it together. */
    perHour: Minor,
  })
  .refine(({ alone, most }) => alone <= most, 'What one agent may give back alone must not be more than what may be given back at all.');
export type RefundLimit = z.infer<typeof RefundLimit>;

const order = { agent: 'order', lead: 'order' } as const;
const contact = { agent: 'contact', lead: 'contact' } as const;

/** Who may do what to orders, and how much. Currencies that are not named are not given back in: without a word of IT's nothing is. */
export const OrdersPolicy = z.strictObject({
  /** How often one agent may change something in a shop in an hour, over all of their laptops. 0: never. */
  perHour: z.number().int().min(0).max(500).default(10),
  refunds: z
    .array(RefundLimit)
    .max(20)
    .refine((limits) => new Set(limits.map(({ currency }) => currency)).size === limits.length, 'Each currency has one limit.')
    .default([]),
  cancel: ActRule.default(order),
  refund: ActRule.default(order),
  address: ActRule.default(order),
  confirmation: ActRule.default(contact),
  note: ActRule.default(contact),
});
export type OrdersPolicy = z.infer<typeof OrdersPolicy>;

/** Who wants to act, as the hub knows them. */
export interface Actor {
  readonly roles: readonly Role[];
  /** How far the customer is known in this conversation. */
  readonly level: Verification;
}

export type ActJudgement =
  | { readonly kind: 'may' }
  /** Somebody else who may approve has to say yes first. */
  | { readonly kind: 'needs-approval' }
  | { readonly kind: 'refused'; readonly why: 'role' | 'level' | 'currency' | 'over-most'; readonly needs: Verification | null };

/** Whether policy and role let somebody do this. @param money what is given back, for a refund; null where it is not known yet */
export function judgeAct(policy: OrdersPolicy, { roles, level }: Actor, act: OrderAct, money: Money | null): ActJudgement {
  // Role by role: what one role may and another has the level for is not put together.
  const levels = actRoles.flatMap((role) => (roles.includes(role) && can([role], actPermission[act]) ? (policy[act][role] ?? []) : []));
  if (levels.length === 0) return { kind: 'refused', why: 'role', needs: null };
  const lowest = Verification.options.find((each) => levels.includes(each)) ?? 'identity';
  if (!isAtLeast(level, lowest)) return { kind: 'refused', why: 'level', needs: lowest };
  if (act !== 'refund' || money === null) return { kind: 'may' };
  const limit = policy.refunds.find(({ currency }) => currency === money.currency);
  if (limit === undefined) return { kind: 'refused', why: 'currency', needs: null };
  if (money.minor > limit.most) return { kind: 'refused', why: 'over-most', needs: null };
  return money.minor > limit.alone ? { kind: 'needs-approval' } : { kind: 'may' };
}

/** Whether there is anything at all that somebody may do to this customer's orders. */
export function mayActAtAll(policy: OrdersPolicy, actor: Actor): boolean {
  return orderActs.some((act) => judgeAct(policy, actor, act, null).kind === 'may');
}
