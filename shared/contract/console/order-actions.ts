import { z } from 'zod';
import { ConversationId, OrderActionId, Timestamp } from '../../domain/ids.ts';
import { Money } from '../../domain/money.ts';
import { OrderAct } from '../../domain/order-action.ts';
import { Verification } from '../../domain/verification.ts';
import { consoleCall } from './call.ts';

/** Longest note to an order, in UTF-16 code units. */
export const maxOrderNote = 500;

/** Names an order among those of one customer. A digest: it says nothing, and is good only in a conversation with whoever the order is of. */
export const OrderRef = z.string().regex(/^[0-9a-f]{32}$/);

const Line = (most: number) => z.string().trim().max(most).regex(/^[^\p{Cc}]*$/u);

/** Where an order is to go instead. Both shops have these fields. */
export const NewAddress = z.strictObject({
  firstName: Line(60),
  lastName: Line(60).min(1),
  company: Line(100),
  address1: Line(120).min(1),
  address2: Line(120),
  postalCode: Line(20),
  city: Line(80).min(1),
  /** ISO 3166-2 without the country, where the country has such. */
  province: z.string().trim().max(3).regex(/^[A-Z0-9]*$/),
  /** ISO 3166-1 alpha-2. */
  country: z.string().trim().regex(/^[A-Z]{2}$/),
});
export type NewAddress = z.infer<typeof NewAddress>;

/** What is to be done to an order. */
export const OrderDeed = z.discriminatedUnion('kind', [
  /** Nothing is given back by it. */
  z.strictObject({ kind: z.literal('cancel') }),
  z.strictObject({ kind: z.literal('refund'), amount: Money.refine(({ minor }) => minor > 0, 'Nothing is not given back.') }),
  z.strictObject({ kind: z.literal('address'), address: NewAddress }),
  z.strictObject({ kind: z.literal('confirmation') }),
  z.strictObject({ kind: z.literal('note'), text: z.string().trim().min(1).max(maxOrderNote) }),
]);
export type OrderDeed = z.infer<typeof OrderDeed>;

/** Why something is not done, or cannot be. Nothing was changed. */
export const WhyNot = z.enum([
  /** By the policy. */
  'role',
  'level',
  'currency',
  'over-most',
  /** By the order, as the shop has it now. */
  'shipped',
  'cancelled',
  'nothing-left',
  'too-much',
  'other-currency',
  'no-email',
  /** Something else that was begun on this order is not over. */
  'not-over',
  /** The order is not there any more, or not this customer's. */
  'gone',
  /** By the shop: it is not reached, is busy, does not let the hub do it (`scope`), knows no such thing, or says no. */
  'unreachable',
  'busy',
  'scope',
  'unsupported',
  'shop-refused',
  /** Its answer was lost, and the shop has no trace of it long after. */
  'no-trace',
  /** Nobody said yes in time. */
  'late',
]);
export type WhyNot = z.infer<typeof WhyNot>;

/** What the hub may not do in the shop, as IT finds it there. */
const Scope = z.string().max(60).nullable();

export const ActOffer = z.strictObject({
  act: OrderAct,
  /** `needs`: the level at which it could be done. */
  can: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('yes') }), z.strictObject({ kind: z.literal('no'), why: WhyNot, needs: Verification.nullable(), scope: Scope })]),
});
export type ActOffer = z.infer<typeof ActOffer>;

/** An order as its shop has it this moment, and what this agent can do to it. */
export const OrderOffer = z.strictObject({
  number: z.string().max(60),
  shop: z.string().max(80),
  /** What was paid and what is left of it to give back; null where the agent may not give anything back. */
  money: z.strictObject({ paid: Money, left: Money, alone: Money.nullable() }).nullable(),
  acts: z.array(ActOffer).max(10),
});
export type OrderOffer = z.infer<typeof OrderOffer>;

export const OrderOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('not-done'), why: WhyNot, scope: Scope }),
  /** Somebody who may approve has to say yes first. */
  z.strictObject({ kind: z.literal('waiting') }),
  z.strictObject({ kind: z.literal('denied') }),
  /** The shop was asked and its answer was lost. It is looked at again until it is known; it is never asked a second time. */
  z.strictObject({ kind: z.literal('unknown') }),
]);
export type OrderOutcome = z.infer<typeof OrderOutcome>;

/** What waits for somebody's yes. */
export const WaitingOrder = z.strictObject({
  action: OrderActionId,
  agentName: z.string().max(120),
  conversationId: ConversationId,
  act: OrderAct,
  shop: z.string().max(80),
  number: z.string().max(60),
  amount: Money.nullable(),
  askedAt: Timestamp,
});
export type WaitingOrder = z.infer<typeof WaitingOrder>;

/** Somebody ran into the hour's limit. */
export const LimitReached = z.strictObject({ agentName: z.string().max(120), of: z.enum(['actions', 'money']), at: Timestamp });
export type LimitReached = z.infer<typeof LimitReached>;

/** Answered by the hub alone. The conversation names the customer, and the hub asks the shop whose order it is. */
export const orderConsoleCalls = {
  'order.look': consoleCall({ permission: 'order.note', waitsForOthers: true, input: z.strictObject({ conversation: ConversationId, order: OrderRef }), output: OrderOffer }),
  /** Asked again with the same `action` it is answered with what became of it, and never done again. */
  'order.act': consoleCall({ permission: 'order.note', waitsForOthers: true, input: z.strictObject({ action: OrderActionId, conversation: ConversationId, order: OrderRef, deed: OrderDeed }), output: OrderOutcome }),
  /** What became of it. The shop is looked at where that is not known. */
  'order.take': consoleCall({ permission: 'order.note', waitsForOthers: true, input: z.strictObject({ action: OrderActionId }), output: OrderOutcome }),
  'order.list': consoleCall({ permission: 'order.approve', input: z.null(), output: z.array(WaitingOrder).max(100) }),
  'order.decide': consoleCall({ permission: 'order.approve', waitsForOthers: true, input: z.strictObject({ action: OrderActionId, approve: z.boolean() }), output: OrderOutcome }),
  /** Of the last day, for IT: who ran into a limit. */
  'order.limits.list': consoleCall({ permission: 'policy.edit', input: z.null(), output: z.array(LimitReached).max(20) }),
};
