import { createHash } from 'node:crypto';
import { z } from 'zod';
import { OrderDeed, type OrderOutcome, type WhyNot } from '../../shared/contract/console/order-actions.ts';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { OrdersPolicy } from '../../shared/domain/order-action.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { OrderActionTable } from '../store/tables/orders.ts';

export const hour = 3_600_000;

/** The order as its shop names it, and what is to be done; that goes once it is over, since it may be an address. */
const Content = z.object({ order: z.string().max(200), number: z.string().max(60), deed: OrderDeed.nullable() });
export type LedgerContent = z.infer<typeof Content>;

const context = (id: string) => `order_actions.content:${id}`;

export async function sealLedger(tx: Tx, envelope: Envelope, { id, customer_id }: Pick<OrderActionTable, 'id' | 'customer_id'>, content: LedgerContent): Promise<Uint8Array> {
  return envelope.seal(tx, CustomerId.parse(customer_id), context(id), JSON.stringify(content));
}

export async function openLedger(tx: Tx, envelope: Envelope, { id, customer_id, content }: OrderActionTable): Promise<LedgerContent> {
  return Content.parse(JSON.parse(await envelope.open(tx, CustomerId.parse(customer_id), context(id), content)));
}

/** Of what an id was first used for. */
export function deedDigest(conversation: string, ref: string, deed: OrderDeed): string {
  return createHash('sha256').update(JSON.stringify([conversation, ref, deed])).digest('hex');
}

/** What the agent is told of it. */
export function outcomeOf({ state, why, scope }: Pick<OrderActionTable, 'state' | 'why' | 'scope'>): OrderOutcome {
  switch (state) {
    case 'waiting':
    case 'denied':
    case 'done':
      return { kind: state };
    case 'begun':
    case 'unknown':
    case 'untold':
      return { kind: 'unknown' };
    case 'not-done':
      return { kind: 'not-done', why: why ?? 'shop-refused', scope };
    default:
      return state satisfies never;
  }
}

export function notDone(why: WhyNot, scope: string | null = null): OrderOutcome {
  return { kind: 'not-done', why, scope };
}

/** What counts against an agent's hour: all but what came to nothing. */
const counted = ['waiting', 'begun', 'unknown', 'untold', 'done'] as const satisfies readonly OrderActionTable['state'][];

/** Which limit of the hour one more action of an agent's would go beyond; null where none. @param refund in the smallest unit of its currency */
export async function beyondLimit(tx: Tx, policy: OrdersPolicy, agent: string, refund: { readonly minor: number; readonly currency: string } | null, now: number): Promise<'actions' | 'money' | null> {
  const rows = await tx.selectFrom('order_actions').select(['amount', 'currency']).where('agent_id', '=', agent).where('asked_at', '>', now - hour).where('state', 'in', counted).execute();
  if (rows.length >= policy.perHour) return 'actions';
  if (refund === null) return null;
  const limit = policy.refunds.find(({ currency }) => currency === refund.currency);
  const given = rows.reduce((sum, { amount, currency }) => (currency === refund.currency ? sum + (amount ?? 0) : sum), 0);
  return limit === undefined || given + refund.minor > limit.perHour ? 'money' : null;
}

/** Whether something that was begun on an order is not over. */
export async function isOpen(tx: Tx, ref: string): Promise<boolean> {
  return (await tx.selectFrom('order_actions').select('id').where('order_ref', '=', ref).where('state', 'in', ['begun', 'unknown']).executeTakeFirst()) !== undefined;
}

/** What was done to orders from a conversation goes with it to another customer: under one key with the lines that tell of it, and open to somebody's yes as before. */
export async function moveOrderActions(tx: Tx, envelope: Envelope, conversation: string, from: string, to: CustomerId): Promise<void> {
  for (const row of await tx.selectFrom('order_actions').selectAll().where('conversation_id', '=', conversation).where('customer_id', '=', from).execute()) {
    const content = await sealLedger(tx, envelope, { id: row.id, customer_id: to }, await openLedger(tx, envelope, row));
    await tx.updateTable('order_actions').set({ customer_id: to, content }).where('id', '=', row.id).execute();
  }
}
